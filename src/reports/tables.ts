import { stringify } from 'csv-stringify/sync';
import { isoWithOffset } from '../domain/time.ts';
import type { TextKey, Translate } from '../i18n.ts';
import type { Db } from '../store/db.ts';
import { tracking, type Figures, type Tracking } from '../store/tracking.ts';

/** Plain tables made of the tracking query, for files that other programs read. */

export interface Table {
  columns: string[];
  rows: (string | number)[][];
}

/** The figures in the order in which the administration reads them: the four categories, then what is beside them. */
export const figureNames = [
  'assigned',
  'on_time',
  'late',
  'in_progress',
  'overdue',
  'unacknowledged',
  'due_soon',
  'blocked',
  'updated',
] as const satisfies readonly (keyof Figures)[];

const heading = (name: (typeof figureNames)[number]): TextKey => `reports.figures.${name}`;

/** One row an agency, and the totals last. */
export function trackingTable({ byAgency, totals }: Tracking, t: Translate): Table {
  const figures = (row: Figures): number[] => figureNames.map((name) => row[name]);
  return {
    columns: [t('reports.code'), t('reports.agency'), ...figureNames.map((name) => t(heading(name)))],
    rows: [
      ...byAgency.map((row) => [row.agency.code, row.agency.name, ...figures(row)]),
      ['', t('reports.total'), ...figures(totals)],
    ],
  };
}

/**
 * A table as CSV for spreadsheets (RFC 4180, UTF-8 with its mark). A cell that a spreadsheet would take for a formula
 * is made text by a leading apostrophe.
 */
export const toCsv = ({ columns, rows }: Table): string =>
  stringify([columns, ...rows], { bom: true, record_delimiter: 'windows', escape_formulas: true });

/** The tracking data as the API gives it: instants with the zone's offset. */
export const trackingJson = ({ asOf, totals, byAgency }: Tracking, zone: string) => ({
  asOf: isoWithOffset(asOf, zone),
  totals,
  byAgency,
});

export interface ExportOptions {
  now: Date;
  /** IANA zone in which days begin. */
  zone: string;
  format: 'csv' | 'json';
  /** Headings of the CSV are in this language. */
  t: Translate;
  /** Only these agencies; undefined: all. */
  agencyIds?: readonly string[];
}

/** The state of all work as the content of a file. */
export async function exportTracking(
  db: Db,
  { now, zone, format, t, agencyIds }: ExportOptions,
): Promise<string> {
  const found = await tracking(db, now, zone, { agencyIds });
  return format === 'csv'
    ? toCsv(trackingTable(found, t))
    : `${JSON.stringify(trackingJson(found, zone), undefined, 2)}\n`;
}
