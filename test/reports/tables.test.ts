import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { translatorFor } from '../../src/i18n.ts';
import { figureNames, toCsv, trackingTable } from '../../src/reports/tables.ts';
import type { Figures } from '../../src/store/tracking.ts';

const figures = (first: number): Figures => ({
  assigned: first,
  on_time: first + 1,
  late: first + 2,
  in_progress: first + 3,
  overdue: first + 4,
  unacknowledged: first + 5,
  due_soon: first + 6,
  blocked: first + 7,
  updated: first + 8,
});

describe('a table for spreadsheets', () => {
  test.each(['=1+1', '+84 909', '-2', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＋1'])(
    'what begins like a formula is text: %j',
    (cell) => {
      const [row] = parse(toCsv({ columns: ['x'], rows: [[cell]] }), { bom: true, from_line: 2 });
      expect(row).toEqual([`'${cell}`]);
    },
  );

  test.each(['Sở Tư pháp', '#12', 'a=b', '5 - 3', 'a "b", c', 'hai\ndòng'])(
    'other words stay as they are: %j',
    (cell) => {
      const [row] = parse(toCsv({ columns: ['x'], rows: [[cell]] }), { bom: true, from_line: 2 });
      expect(row).toEqual([cell]);
    },
  );

  test('numbers stay numbers, also below zero', () => {
    expect(toCsv({ columns: ['x'], rows: [[-5, 7]] })).toBe('\ufeffx\r\n-5,7\r\n');
  });
});

test.each(['vi', 'en'] as const)('the figures stand under their own headings: %s', (language) => {
  const table = trackingTable(
    {
      asOf: new Date(0),
      totals: figures(20),
      byAgency: [{ agency: { code: 'STP', name: 'Sở Tư pháp' }, ...figures(10) }],
    },
    translatorFor(language),
  );
  expect(table.columns).toHaveLength(2 + figureNames.length);
  expect(new Set(table.columns).size).toBe(table.columns.length);
  expect(table.rows[0]).toEqual(['STP', 'Sở Tư pháp', 10, 11, 12, 13, 14, 15, 16, 17, 18]);
  expect(table.rows[1]?.slice(2)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28]);
});
