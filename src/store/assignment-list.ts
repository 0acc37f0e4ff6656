import { fold } from '../domain/vietnamese.ts';
import type { AssignmentState } from '../domain/assignment.ts';
import type { Category } from '../domain/timeliness.ts';
import { agencyBook, type AgencyRow } from './agencies.ts';
import { assignmentColumns, assignmentFrom, type AssignmentRow } from './assignments.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { cut, type Page } from './page.ts';
import { categorySql, type TrackingTime } from './tracking.ts';

/** An assignment of a list, with its category at the instant of the question. */
export interface ListedAssignment extends AssignmentRow {
  category: Category;
}

export interface AssignmentFilter {
  /** Only of these agencies: what the person may see. Undefined: of all. */
  agencyIds?: readonly string[];
  task?: number;
  /** Code of one agency. */
  agency?: string;
  state?: AssignmentState;
  category?: Category;
  /** Words, with or without diacritics, that begin a word of the task or of a name of the agency. */
  q?: string;
}

/** The states that a category is made of: an index narrows by them before lateness is looked at. */
const statesOf: Record<Category, readonly AssignmentState[]> = {
  on_time: ['completed'],
  late: ['completed'],
  in_progress: ['assigned', 'acknowledged', 'in_progress', 'submitted', 'returned'],
  overdue: ['assigned', 'acknowledged', 'in_progress', 'submitted', 'returned'],
  cancelled: ['cancelled', 'merged'],
};

/** Written out, not handed over: only so does the planner see that an index of these states alone will do. */
const inStates = (states: readonly AssignmentState[]): Prisma.Sql =>
  Prisma.raw(`a.state IN (${states.map((state) => `'${state}'`).join(', ')})`);

/** Assignments in the order in which they were given, a page at a time. */
export async function assignmentPage(
  db: Db,
  time: TrackingTime,
  filter: AssignmentFilter,
  { after, limit }: { after?: string; limit: number },
): Promise<Page<ListedAssignment>> {
  const conditions = await conditionsOf(db, time, filter);
  if (after !== undefined) conditions.push(Prisma.sql`a.id > ${after}::uuid`);
  const rows = await select(db, time, conditions, limit + 1);
  return cut(rows, limit, (row) => row.id);
}

/** One assignment with its category; undefined where there is none, or not of these agencies. */
export async function listedAssignment(
  db: Db,
  time: TrackingTime,
  id: string,
  agencyIds?: readonly string[],
): Promise<ListedAssignment | undefined> {
  const conditions = [Prisma.sql`a.id = ${id}::uuid`];
  if (agencyIds) conditions.push(Prisma.sql`a."agencyId" = ANY(${agencyIds}::uuid[])`);
  return (await select(db, time, conditions, 1))[0];
}

const select = (
  db: Db,
  time: TrackingTime,
  conditions: readonly Prisma.Sql[],
  limit: number,
): Promise<ListedAssignment[]> => db.$queryRaw<ListedAssignment[]>`
  SELECT ${Prisma.raw(assignmentColumns)}, ${categorySql(time)} AS category ${Prisma.raw(assignmentFrom)}
  ${conditions.length ? Prisma.sql`WHERE ${Prisma.join([...conditions], ' AND ')}` : Prisma.empty}
  ORDER BY a.id LIMIT ${limit}`;

async function conditionsOf(db: Db, time: TrackingTime, filter: AssignmentFilter): Promise<Prisma.Sql[]> {
  const conditions: Prisma.Sql[] = [];
  if (filter.agencyIds) conditions.push(Prisma.sql`a."agencyId" = ANY(${filter.agencyIds}::uuid[])`);
  if (filter.task !== undefined) {
    conditions.push(Prisma.sql`a."taskId" = (SELECT id FROM "Task" WHERE number = ${filter.task}::int)`);
  }
  if (filter.agency !== undefined) {
    conditions.push(Prisma.sql`a."agencyId" = (SELECT id FROM "Agency" WHERE code = ${filter.agency})`);
  }
  if (filter.state) conditions.push(inStates([filter.state]));
  if (filter.category) {
    conditions.push(
      inStates(statesOf[filter.category]),
      Prisma.sql`${categorySql(time)} = ${filter.category}`,
    );
  }
  conditions.push(...(await searchSql(db, filter.q ?? '')));
  return conditions;
}

/** The most words that a search looks for: more only narrow what is narrow already. */
const MOST_WORDS = 8;

const wordsOf = (text: string): string[] => (fold(text).match(/[a-z0-9]+/g) ?? []).slice(0, MOST_WORDS);

/**
 * Each word must begin one of the task's words, be its number, or begin a word of a name of the agency. Ids are looked
 * up first, so that all of it can use indexes of the assignments.
 */
async function searchSql(db: Db, text: string): Promise<Prisma.Sql[]> {
  const words = wordsOf(text);
  if (!words.length) return [];
  const { agencies } = await agencyBook(db);
  const found = words.map((word) => ({ word, agencyIds: idsNamed(agencies, word) }));
  const ofTasks = found.filter(({ agencyIds }) => !agencyIds.length).map(({ word }) => word);
  const ofEither = found.filter(({ agencyIds }) => agencyIds.length);
  return [
    ...(ofTasks.length ? [inTasks(ofTasks)] : []),
    ...ofEither.map(
      ({ word, agencyIds }) => Prisma.sql`(a."agencyId" = ANY(${agencyIds}::uuid[]) OR ${inTasks([word])})`,
    ),
  ];
}

/** Of a task that has all the words, or whose number is the only one. */
function inTasks(words: readonly string[]): Prisma.Sql {
  const query = words.map((word) => `${word}:*`).join(' & ');
  const [only] = words;
  const byNumber =
    words.length === 1 && only !== undefined && /^\d{1,9}$/.test(only)
      ? Prisma.sql`UNION SELECT id FROM "Task" WHERE number = ${Number(only)}::int`
      : Prisma.empty;
  return Prisma.sql`a."taskId" = ANY(ARRAY(
    SELECT id FROM "Task" WHERE task_words(title, description) @@ to_tsquery('simple', ${query}) ${byNumber}))`;
}

const idsNamed = (agencies: readonly AgencyRow[], word: string): string[] =>
  agencies.filter((agency) => isNamed(agency, word)).map((agency) => agency.id);

const isNamed = (agency: AgencyRow, word: string): boolean =>
  [agency, ...agency.former].some(({ code, name, shortName, aliases }) =>
    [code, name, shortName, ...aliases].some((one) =>
      (fold(one).match(/[a-z0-9]+/g) ?? []).some((part) => part.startsWith(word)),
    ),
  );
