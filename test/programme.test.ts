import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  addressedCodes,
  basisOf,
  reportingCycles,
  type Programme,
  type ProgrammeDuty,
} from '../src/domain/programme.ts';
import { occurrencesDueIn } from '../src/domain/programme-dates.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { readProgrammeFile } from '../src/store/programme-file.ts';

const load = (path: string): Programme => {
  const read = readProgrammeFile(join(import.meta.dirname, path));
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return read.programme;
};

const decision = load('../prisma/programmes/119-qd-ubnd.yaml');
const byNumber = new Map(decision.duties.map((duty) => [duty.number, duty]));
const codes = decision.agencies.map(({ code }) => code);
const duty = (number: string): ProgrammeDuty => {
  const found = byNumber.get(number);
  if (!found) throw new Error(`no duty ${number}`);
  return found;
};

/** Only markdown's emphasis and white space may differ between the decision's text and ours. */
const plain = (text: string): string => text.replaceAll('*', '').replace(/\s+/g, ' ').trim();

/** The paragraphs of Phần IV by our numbers, read from the decision itself. */
const sourceParagraphs = (source: string): Map<string, { heading: string; text: string }> => {
  const found = new Map<string, { heading: string; text: string }>();
  let part = '';
  let heading = '';
  let paragraph = 0;
  for (const block of source.slice(source.indexOf('Phần IV\n')).split(/\n\s*\n/)) {
    const text = plain(block);
    const [, entry = '', rest = ''] = /^(\d+)\. (.*)$/.exec(text) ?? [];
    if (/^(I|II)\. /.test(text)) part = text.slice(0, text.indexOf('.'));
    else if (part === 'II' && entry) found.set(`II.${entry}`, { heading: '', text: rest });
    else if (part === 'I' && entry) [heading, paragraph] = [text, 0];
    else if (part === 'I' && heading) {
      const number = `I.${heading.slice(0, heading.indexOf('.'))}.${++paragraph}`;
      found.set(number, { heading: heading.slice(heading.indexOf(' ') + 1), text: text.replace(/^- /, '') });
    }
  }
  return found;
};

const source = readFileSync(join(import.meta.dirname, 'fixtures/source-119.md'), 'utf8');
const paragraphs = sourceParagraphs(source);

describe('the decision', () => {
  test('its particulars are those of the source', () => {
    expect(decision.displayName).toBe('Theo dõi Đề án 119');
    expect(decision.document).toMatchObject({ number: '119/QĐ-UBND', date: '2024-01-19' });
    expect(plain(source)).toContain(`Số: ${decision.document.number}`);
    expect(plain(source)).toContain('ngày 19 tháng 01 năm 2024');
    expect(plain(source)).toContain(decision.document.title);
    expect(basisOf(decision, duty('II.1').place)).toBe(
      'khoản 1 Mục II Phần IV Đề án ban hành kèm theo Quyết định số 119/QĐ-UBND ngày 19/01/2024 của UBND tỉnh',
    );
  });

  test('addresses 28 bodies in 22 entries; UBND tỉnh oversees and is not counted', () => {
    const addressed = addressedCodes(decision);
    const entries = new Set(decision.agencies.flatMap(({ entry }) => entry ?? []));
    expect(addressed.size).toBe(28);
    expect(decision.agencies.filter(({ oversight }) => oversight).map(({ code }) => code)).toEqual([
      'UBND-TINH',
      'CAT',
    ]);
    expect(codes.filter((code) => !addressed.has(code))).toEqual(['UBND-TINH']);
    expect([...entries].map(Number)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21, 22, 23,
    ]);
  });

  test('every body carries the name that its entry gives it', () => {
    for (const { entry, name } of decision.agencies) {
      const heading = entry && paragraphs.get(`I.${entry}.1`)?.heading;
      if (heading && entry !== '23') expect(heading).toContain(name);
    }
    expect(paragraphs.get('I.23.1')?.heading).toBe('Ủy ban nhân dân các thị xã, thành phố');
    expect(decision.agencies.filter(({ entry }) => entry === '23').map(({ name }) => name)).toEqual([
      'Ủy ban nhân dân thành phố Thủ Dầu Một',
      'Ủy ban nhân dân thành phố Thuận An',
      'Ủy ban nhân dân thành phố Dĩ An',
      'Ủy ban nhân dân thành phố Tân Uyên',
      'Ủy ban nhân dân thị xã Bến Cát',
    ]);
  });

  test.each([
    ['cong-an', 1],
    ['so', 10],
    ['bao-dai', 2],
    ['dang', 2],
    ['doan-the', 5],
    ['ngan-hang', 1],
    ['tu-phap', 2],
    ['dia-phuong', 5],
    ['tat-ca', 28],
  ])('group %s has %i bodies', (code, size) => {
    expect(decision.groups.find((group) => group.code === code)?.members.length).toBe(size);
    expect(decision.groups.length).toBe(9);
  });

  test('the groups but the last divide the 28, and the last is all of them', () => {
    const parts = decision.groups.slice(0, -1).flatMap(({ members }) => members);
    expect(parts).toEqual(decision.groups.at(-1)?.members);
    expect(new Set(parts)).toEqual(addressedCodes(decision));
    expect(decision.groups[1]?.members).toEqual(
      decision.agencies
        .filter(({ entry }) => Number(entry) >= 2 && Number(entry) <= 11)
        .map(({ code }) => code),
    );
  });

  test.each([
    ['Tỉnh đoàn', 'TD'],
    ['Mặt trận', 'MTTQ'],
    ['Tòa án', 'TAND'],
    ['Viện kiểm sát', 'VKS'],
    ['Công an', 'CAT'],
    ['Lao động - Thương binh và Xã hội', 'SLDTBXH'],
    ['LĐTBXH', 'SLDTBXH'],
    ['TTTT', 'STTTT'],
    ['Tư pháp', 'STP'],
    ['Công đoàn', 'LDLD'],
    ['Ngân hàng chính sách', 'NHCSXH'],
    ['Thủ Dầu Một', 'UBND-TDM'],
    ['TP Bến Cát', 'UBND-BC'],
    ['UBND tỉnh', 'UBND-TINH'],
  ])('people who say "%s" mean %s', (said, code) => {
    const meant = decision.agencies.filter((agency) =>
      [agency.code, agency.name, agency.shortName, ...agency.aliases].some(
        (name) => fold(name) === fold(said),
      ),
    );
    expect(meant.map((agency) => agency.code)).toEqual([code]);
  });
});

describe('its duties', () => {
  test('are 34 of Mục I and both of Mục II, in the order of the source', () => {
    const numbers = decision.duties.map(({ number }) => number);
    expect(numbers.filter((number) => number.startsWith('I.')).length).toBe(34);
    expect(numbers.slice(-2)).toEqual(['II.1', 'II.2']);
    expect(numbers).toEqual([...paragraphs.keys()]);
  });

  test.each([...paragraphs])('%s is the source, letter by letter', (number, { text }) => {
    expect(plain(duty(number).text)).toBe(text);
    expect(duty(number).text).not.toContain('*');
  });

  test.each(decision.duties.map((each) => [each.number, each] as const))(
    '%s is led by those of its entry, is cited where it stands, and has a short title',
    (number, each) => {
      const [part, entry, paragraph] = number.split('.');
      const own = decision.agencies.filter((agency) => agency.entry === entry).map(({ code }) => code);
      if (part === 'I') expect(each.lead).toEqual(own);
      const alone = part === 'II' || !byNumber.has(`I.${entry}.2`);
      const ordinal = ['nhất', 'hai', 'ba'][Number(paragraph) - 1];
      expect(each.place).toBe(
        `${alone ? '' : `gạch đầu dòng thứ ${ordinal} `}khoản ${entry} Mục ${part} Phần IV`,
      );
      expect(each.title.length).toBeLessThanOrEqual(80);
    },
  );

  test('II.1 binds the 27 that report, II.2 Công an tỉnh', () => {
    expect(duty('II.1').lead).toEqual(decision.reporting?.reporters);
    expect(duty('II.2').lead).toEqual(['CAT']);
  });

  test('support comes from those named after "phối hợp với" that are addressed', () => {
    const supported = decision.duties.filter(({ supporting }) => supporting.length > 0);
    expect(Object.fromEntries(supported.map(({ number, supporting }) => [number, supporting]))).toEqual({
      'I.2.1': ['CAT'],
      'I.3.1': ['CAT'],
      'I.6.2': ['CAT'],
      'I.12.1': ['CAT'],
      'I.13.1': ['CAT', 'STTTT'],
      'I.18.1': ['CAT'],
      'I.22.1': ['CAT'],
    });
    for (const { text, supporting } of supported)
      for (const code of supporting) {
        const name = decision.agencies.find((agency) => agency.code === code)?.name ?? '';
        expect(text.toLowerCase()).toMatch(new RegExp(`phối hợp với[^;.]*${name}`, 'iu'));
      }
    expect(duty('I.2.1').text).toContain('Sở Y tế');
    expect(codes).not.toContain('SYT');
  });

  test('entries 13, 14 and 16–22 are asked, all others are assigned', () => {
    const asked = new Set(['13', '14', '16', '17', '18', '19', '20', '21', '22']);
    for (const { entry, manner } of decision.agencies)
      expect(manner).toBe(asked.has(entry ?? '') ? 'requested' : 'assigned');
    for (const { number, manner } of decision.duties)
      expect(manner).toBe(
        asked.has(number.split('.')[1] ?? '') && number.startsWith('I.') ? 'requested' : 'assigned',
      );
    for (const [number, { heading }] of paragraphs)
      if (number.startsWith('I.'))
        expect(heading.startsWith('Đề nghị')).toBe(duty(number).manner === 'requested');
  });
});

describe('its reports', () => {
  const cycles = reportingCycles(decision);

  test('are owed to Công an tỉnh by the 27 others', () => {
    const others = codes.filter((code) => code !== 'CAT' && code !== 'UBND-TINH');
    expect(others.length).toBe(27);
    for (const { receiver, reporters } of cycles) {
      expect(receiver).toBe('CAT');
      expect(reporters).toEqual(others);
    }
  });

  test.each([
    [
      'six-month',
      'Báo cáo kết quả thực hiện Đề án 6 tháng đầu năm 2026',
      '2026-05-16',
      '2026-06-15',
      'trước ngày 15/6/2026',
    ],
    [
      'yearly',
      'Báo cáo kết quả thực hiện Đề án năm 2026',
      '2026-11-15',
      '2026-12-15',
      'trước ngày 15/12/2026',
    ],
  ])('%s in 2026', (code, title, opensOn, dueBefore, dueText) => {
    const cycle = cycles.find((each) => each.code === code);
    expect(cycle && occurrencesDueIn(cycle, 2026, decision.years)).toEqual([
      { period: '2026', year: 2026, title, opensOn, dueBefore, dueText },
    ]);
    expect(plain(source)).toContain(cycle?.dates?.[0]?.due);
  });

  test('mid-phase and end of phase have a year and no date', () => {
    expect(cycles.filter(({ dates }) => !dates).map(({ code, years }) => [code, years])).toEqual([
      ['mid-phase', [2028]],
      ['end-phase', [2030]],
    ]);
  });

  test('none is owed outside 2024–2030', () => {
    const dueIn = (year: number) =>
      cycles.flatMap((cycle) => occurrencesDueIn(cycle, year, decision.years)).length;
    expect([2023, 2024, 2030, 2031].map(dueIn)).toEqual([0, 2, 2, 0]);
  });
});

describe('its wards', () => {
  test('are 45 in five towns', () => {
    expect(decision.wards?.towns.map(({ agency, names }) => [agency, names.length])).toEqual([
      ['UBND-TDM', 14],
      ['UBND-TA', 9],
      ['UBND-DA', 7],
      ['UBND-TU', 10],
      ['UBND-BC', 5],
    ]);
    expect(new Set(decision.wards?.towns.flatMap(({ names }) => names)).size).toBe(45);
  });

  test('the yearly targets are those of the source', () => {
    expect(decision.wards?.targets.map(({ year, count }) => [year, count])).toEqual([
      [2024, 6],
      [2025, 8],
      [2026, 7],
      [2027, 7],
      [2028, 7],
      [2029, 7],
      [2030, 3],
    ]);
    expect(decision.wards?.targets[0]?.including).toEqual(['Mỹ Phước']);
    expect(plain(source)).toContain('hoàn thành xây dựng 14/45 Công an phường');
  });
});

describe('another programme', () => {
  const other = load('fixtures/programme-demo.yaml');

  test('needs no wards, no entries and no successions', () => {
    expect(other.agencies.length).toBe(5);
    expect(other.wards).toBeUndefined();
    expect(other.duties.map(({ number }) => number)).toEqual(['1a', '2']);
    expect([...addressedCodes(other)].sort()).toEqual(['BVH', 'PNV', 'PTP', 'VP']);
    expect(basisOf(other, other.duties[0]?.place ?? '')).toBe(
      'điểm a mục 1 Kế hoạch số 45/KH-UBND ngày 02/3/2026 của UBND huyện Sông Xanh',
    );
  });

  test('reports each quarter, the fourth in the next year', () => {
    const [quarterly, final] = reportingCycles(other);
    const due = [2026, 2027].flatMap((year) =>
      quarterly ? occurrencesDueIn(quarterly, year, other.years) : [],
    );
    expect(due.map(({ period, title, opensOn, dueBefore }) => [period, title, opensOn, dueBefore])).toEqual([
      ['2026-1', 'Báo cáo quý I năm 2026', '2026-03-20', '2026-04-01'],
      ['2026-2', 'Báo cáo quý II năm 2026', '2026-06-20', '2026-07-01'],
      ['2026-3', 'Báo cáo quý III năm 2026', '2026-09-20', '2026-10-01'],
      ['2027-1', 'Báo cáo quý I năm 2027', '2027-03-20', '2027-04-01'],
      ['2027-2', 'Báo cáo quý II năm 2027', '2027-06-20', '2027-07-01'],
      ['2027-3', 'Báo cáo quý III năm 2027', '2027-09-20', '2027-10-01'],
      ['2026-4', 'Báo cáo quý IV năm 2026', '2026-12-25', '2027-01-10'],
    ]);
    expect(final?.reporters).toEqual(['PNV']);
  });
});
