import { Option, type Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { eraseContact, exportContact, replaceContact, type Successor } from '../decisions/contacts.ts';
import { invite } from '../decisions/invite.ts';
import { agencyBook } from '../store/agencies.ts';
import type { Db } from '../store/db.ts';
import { findContacts, type FoundContact } from '../store/personal-data.ts';
import { readContactFile } from './contact-file.ts';
import { personKey, readRows, type Wanted } from './contact-rows.ts';
import { invitationJson } from './invite.ts';
import { Refused, type Cli, type Given, type Outcome, type Tools } from './tools.ts';

/** `contacts import | export | erase | replace`. */
export function contactCommands(root: Command, { say, does }: Tools): void {
  const group = root.command('contacts').description(say('cli.summary.contacts'));
  does(
    group
      .command('import')
      .description(say('cli.summary.contactsImport'))
      .argument('<FILE>', say('cli.option.contactFile'))
      .option('--dry-run', say('cli.option.dryRun')),
    importList,
  );
  does(
    group
      .command('export')
      .description(say('cli.summary.contactsExport'))
      .argument('<WHO>', say('cli.option.who')),
    async (cli, { args: [who = ''] }) => {
      const json = await cli.decide(async (scope) =>
        exportContact(scope, (await personOf(cli, scope.db, who)).id),
      );
      return { json, text: JSON.stringify(json, undefined, 2) };
    },
  );
  does(
    group
      .command('erase')
      .description(say('cli.summary.contactsErase'))
      .argument('<WHO>', say('cli.option.who'))
      .option('--yes', say('cli.option.sure')),
    async (cli, { args: [who = ''], options }) => {
      const person = await personOf(cli, cli.prisma, who);
      if (options.yes !== true) throw new Refused(cli.say('cli.contacts.eraseSure', { name: person.name }));
      const name = await cli.decide((scope) => eraseContact(scope, person.id));
      return { json: { id: person.id, erased: true, name }, text: cli.say('cli.contacts.erased', { name }) };
    },
  );
  does(
    group
      .command('replace')
      .description(say('cli.summary.contactsReplace'))
      .argument('<OLD>', say('cli.option.who'))
      .argument('[NEW]', say('cli.option.newPerson'))
      .option('--name <name>', say('cli.option.name'))
      .addOption(
        new Option('--honorific <honorific>', say('cli.option.honorific')).choices(['dong_chi', 'ong', 'ba']),
      )
      .option('--phone <phone>', say('cli.option.phone'))
      .option('--email <email>', say('cli.option.email'))
      .option('--position <position>', say('cli.option.position')),
    replace,
  );
}

/** The one person meant; refused where there is none, or several. */
async function personOf({ say }: Pick<Cli, 'say'>, db: Db, who: string): Promise<FoundContact> {
  const found = await findContacts(db, who);
  const [first] = found;
  if (!first) throw new Refused(say('cli.contacts.unknown', { who }));
  if (found.length === 1) return first;
  const list = found.map(({ id, name, agencies }) => `${id}  ${name} (${agencies.join(', ')})`).join('\n');
  throw new Refused(say('cli.contacts.several', { count: found.length, who, list }));
}

async function importList(cli: Cli, { args: [file = ''], options }: Given): Promise<Outcome> {
  const { say, prisma } = cli;
  const rows = await readContactFile(file, say);
  const { wanted, problems } = readRows(rows, await agencyBook(prisma), say);
  if (problems.length) {
    return {
      ok: false,
      json: { ok: false, problems },
      text: problems.map((one) => say('cli.contacts.file.row', { ...one })).join('\n'),
    };
  }
  const known = await knownKeys(prisma, cli.clock());
  const fresh = wanted.filter((person) => !known.has(personKey(person)));
  const skipped = wanted
    .filter((person) => known.has(personKey(person)))
    .map(({ row, name }) => ({ row, name, reason: say('cli.contacts.row.known') }));
  const counts = { count: fresh.length, skipped: skipped.length };
  if (options.dryRun === true) {
    return {
      json: { ok: true, dryRun: true, count: fresh.length, skipped },
      text: say('cli.contacts.checked', counts),
    };
  }
  const invitations = await inviteAll(cli, fresh);
  return {
    json: { ok: true, invitations, skipped },
    text: `${say('cli.contacts.imported', counts)}\n${csvOf(invitations, cli)}`,
  };
}

/** All or none. */
const inviteAll = (cli: Cli, people: readonly Wanted[]) =>
  cli.decide(async (scope) => {
    const made = [];
    for (const { row, agency, ...person } of people) {
      const issued = await invite(scope, person);
      made.push({
        row,
        name: person.name,
        agency: agency.code,
        role: person.role,
        ...(await invitationJson(cli, issued)),
      });
    }
    return made;
  });

const headers = ['row', 'name', 'agency', 'role', 'code', 'link', 'telegram', 'expires'] as const;

function csvOf(invitations: Awaited<ReturnType<typeof inviteAll>>, { say }: Cli): string {
  const lines = invitations.map(({ row, name, agency, role, code, links, expiresAt }) => [
    row,
    name,
    agency,
    say(`common.role.${role}`),
    code,
    links.web,
    links.telegram ?? '',
    expiresAt,
  ]);
  return stringify([headers.map((header) => say(`cli.contacts.headers.${header}`)), ...lines], {
    escape_formulas: true,
  }).trimEnd();
}

/** Who serves already, and who holds an invitation that still opens. */
async function knownKeys(db: Db, now: Date): Promise<Set<string>> {
  const [roles, invitations] = await Promise.all([
    db.contactRole.findMany({
      where: { endedAt: null, contact: { active: true } },
      include: { contact: { select: { name: true } } },
    }),
    db.invitation.findMany({
      where: { purpose: 'invite', usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    }),
  ]);
  return new Set([
    ...roles.map(({ contact, agencyId, role }) => personKey({ name: contact.name, agencyId, role })),
    ...invitations.flatMap(({ name, agencyId, role }) =>
      name !== null && agencyId !== null && role !== null ? [personKey({ name, agencyId, role })] : [],
    ),
  ]);
}

const newPerson = z.object({
  name: z.string().optional(),
  honorific: z.enum(['dong_chi', 'ong', 'ba']).optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  position: z.string().optional(),
});

async function replace(cli: Cli, { args: [who = '', next], options }: Given): Promise<Outcome> {
  const { say } = cli;
  const old = await personOf(cli, cli.prisma, who);
  const { name, ...details } = newPerson.parse(options);
  const known = next === undefined ? undefined : await personOf(cli, cli.prisma, next);
  if (!known && !name) throw new Refused(say('cli.contacts.newMissing'));
  if (known?.id === old.id) throw new Refused(say('cli.contacts.samePerson'));
  if (!old.agencies.length) throw new Refused(say('cli.contacts.noOffice', { name: old.name }));
  const successor: Successor = known ? { contactId: known.id } : { name: name ?? '', ...details };
  const { offices } = await cli.decide((scope) => replaceContact(scope, old.id, successor));
  const told = await Promise.all(
    offices.map(async ({ agency, role, invitation }) => ({
      agency,
      role,
      ...(invitation && (await invitationJson(cli, invitation))),
    })),
  );
  const lines = told.flatMap(({ agency, role, code, links }) =>
    links
      ? [
          say('cli.contacts.replacedLine', { agency, role, code, link: links.web }),
          ...(links.telegram ? [say('cli.invite.telegram', { link: links.telegram })] : []),
        ]
      : [],
  );
  return {
    json: { old: { id: old.id, name: old.name }, offices: told },
    text: known
      ? say('cli.contacts.replacedBy', {
          old: old.name,
          name: known.name,
          offices: offices.map(({ agency }) => agency).join(', '),
        })
      : [say('cli.contacts.replaced', { old: old.name, name: name ?? '' }), ...lines].join('\n'),
  };
}
