import { translatorFor, type Language, type TextKey, type Translate } from '../i18n.ts';
import { html, page, type Html } from './layout.ts';

/** The root of the site: the way into the chat and, for those who may see them, the figures of /tracking. */

const categories = ['on_time', 'late', 'in_progress', 'overdue'] as const;
const signs = ['unacknowledged', 'due_soon', 'blocked', 'updated'] as const;
type Category = (typeof categories)[number];
type Sign = (typeof signs)[number];

export type Figures = Record<'assigned' | Category | Sign, number>;

export interface Tracking {
  /** The instant of the figures, as people read it: "08:00 ngày 25/11/2026". */
  asOf: string;
  totals: Figures;
  byAgency: readonly (Figures & { agency: { code: string; name: string } })[];
}

export interface HomePage {
  language: Language;
  displayName: string;
  /** Absent for strangers, who learn nothing but how to come in. */
  tracking?: Tracking;
  chatUrl: string;
  joinUrl: string;
}

const names: Record<'assigned' | Category | Sign, TextKey> = {
  assigned: 'chat.home.assigned',
  on_time: 'chat.home.on_time',
  late: 'chat.home.late',
  in_progress: 'chat.home.in_progress',
  overdue: 'chat.home.overdue',
  unacknowledged: 'chat.home.unacknowledged',
  due_soon: 'chat.home.due_soon',
  blocked: 'chat.home.blocked',
  updated: 'chat.home.updated',
};

const number = (value: number, language: Language): string =>
  new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB').format(value);

const totals = ({ totals: figures, asOf }: Tracking, language: Language, t: Translate): Html => html`
  <section aria-labelledby="totals">
    <h2 id="totals">${t('chat.home.total')}: ${number(figures.assigned, language)}</h2>
    <p class="hint">${t('chat.home.asOf', { time: asOf })}</p>
    <dl class="figures">
      ${categories.map(
        (name) =>
          html`<div class="figure ${name}">
            <dt>${t(names[name])}</dt>
            <dd>${number(figures[name], language)}</dd>
          </div>`,
      )}
    </dl>
    <h3>${t('chat.home.beside')}</h3>
    <dl class="signs">
      ${signs.map(
        (name) =>
          html`<div>
            <dt>${t(names[name])}</dt>
            <dd>${number(figures[name], language)}</dd>
          </div>`,
      )}
    </dl>
  </section>
`;

const columns = ['assigned', ...categories] as const;

// On a phone each row becomes a block, which takes a table's meaning away in some browsers: hence the roles.
const table = ({ byAgency }: Tracking, language: Language, t: Translate): Html => html`
  <section aria-labelledby="by-agency">
    <h2 id="by-agency">${t('chat.home.byAgency')}</h2>
    <table class="agencies" role="table" aria-labelledby="by-agency">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">${t('chat.home.agency')}</th>
          ${columns.map((name) => html`<th role="columnheader" scope="col" class="number">${t(names[name])}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${byAgency.map(
          (row) =>
            html`<tr role="row">
              <th role="rowheader" scope="row">${row.agency.name}</th>
              ${columns.map(
                (name) =>
                  html`<td role="cell" class="number ${name} ${row[name] === 0 && 'zero'}">
                    <span class="label" aria-hidden="true">${t(names[name])}</span>
                    ${number(row[name], language)}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>
`;

export function homePage({ language, displayName, tracking, chatUrl, joinUrl }: HomePage): string {
  const t = translatorFor(language);
  const empty = tracking?.totals.assigned === 0;
  return page({
    language,
    title: t('chat.home.title'),
    displayName,
    kind: 'wide',
    body: html`<header class="bar">
        <div class="who"><h1>${displayName}</h1></div>
        <a class="button primary" href="${chatUrl}">${t('chat.home.toChat')}</a>
      </header>
      <main class="content">
        ${
          !tracking &&
          html`<p>${t('chat.home.welcome')}</p>
            <p class="actions"><a class="button" href="${joinUrl}">${t('chat.home.toJoin')}</a></p>`
        }
        ${empty && html`<p>${t('chat.home.none')}</p>`}
        ${tracking && !empty && html`${totals(tracking, language, t)} ${table(tracking, language, t)}`}
      </main>`,
  });
}
