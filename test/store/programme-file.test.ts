import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import en from '../../locales/en/programme.json' with { type: 'json' };
import vi from '../../locales/vi/programme.json' with { type: 'json' };
import { problemsOf } from '../../src/domain/programme-issues.ts';
import { problemKeys, type ProblemKey } from '../../src/domain/programme-problems.ts';
import {
  isSuccessionFile,
  readProgrammeFile,
  readSuccessionFile,
  type FileProblem,
} from '../../src/store/programme-file.ts';
import { faults, merge, successions, type Change } from '../fixtures/programme-faults.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const good = readFileSync(join(fixtures, 'programme-demo.yaml'), 'utf8');
const decision = join(import.meta.dirname, '../../prisma/programmes/119-qd-ubnd.yaml');
const folder = mkdtempSync(join(tmpdir(), 'programme-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'programme.yaml');
const read = (content: string | Buffer): FileProblem[] => {
  writeFileSync(file, content);
  const result = readProgrammeFile(file);
  return result.ok ? [] : result.problems;
};

/** The lines (from 1) of a text that carry the mark `#!`, which is YAML's comment for us. */
const markedLines = (text: string): number[] =>
  text.split('\n').flatMap((line, index) => (line.includes('#!') ? [index + 1] : []));

const changed = (text: string, changes: readonly Change[]): string =>
  changes.reduce((sofar, [from, to]) => {
    if (!sofar.includes(from)) throw new Error(`not in the file: ${from}`);
    return sofar.replace(from, () => to);
  }, text);

const filled = (words: typeof vi.problem, { key, params }: FileProblem): string =>
  words[shortKey(key)].replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (params[name] === undefined) throw new Error(`${key} lacks {{${name}}}`);
    return String(params[name]);
  });

const shortKey = (key: FileProblem['key']): ProblemKey =>
  key.slice('programme.problem.'.length) as ProblemKey;

describe('a bad file', () => {
  const table = faults.map(([key, says, ...changes]) => ({ key, says, changes }));
  test.each(table)('$key: $says', ({ key, says, changes }) => {
    const text = changed(good, changes);
    const problems = read(text);
    const lines = markedLines(text);
    expect(problems.map((each) => shortKey(each.key))).toEqual(problems.map(() => key));
    expect(problems.length).toBeGreaterThan(0);
    if (lines.length > 0) expect(problems.map(({ line }) => line)).toEqual(lines);
    for (const problem of problems) {
      expect(problem.file).toBe(file);
      expect(filled(vi.problem, problem)).toContain(says);
      expect(filled(en.problem, problem)).not.toContain('{{');
    }
  });

  test('that holds nothing, or no sections', () => {
    expect(read('# nothing\n')).toEqual([{ file, key: 'programme.problem.fileEmpty', params: {} }]);
    expect(read('# a list\n- a\n- b\n')).toEqual([
      { file, key: 'programme.problem.notAMap', params: {}, line: 1 },
    ]);
  });

  test('that is not there, is a folder, or is no text', () => {
    const missing = readProgrammeFile(join(folder, 'none.yaml'));
    expect(!missing.ok && missing.problems).toEqual([
      { file: join(folder, 'none.yaml'), key: 'programme.problem.fileMissing', params: {} },
    ]);
    const directory = readProgrammeFile(folder);
    expect(!directory.ok && directory.problems).toMatchObject([
      { key: 'programme.problem.fileUnreadable', params: { reason: 'EISDIR' } },
    ]);
    for (const bytes of [Buffer.from(good, 'utf16le'), Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff])])
      expect(read(bytes)).toMatchObject([{ key: 'programme.problem.notText' }]);
  });

  test('tells all its faults at once, fields and references, in order of lines', () => {
    const text = changed(good, [
      ['coordinator: VP', 'coordinator: VP\ncoordinator: VP #!'],
      ['code: phong', 'code: Phòng #!'],
      ['title: Rà soát hồ sơ cần số hóa', 'title: #!'],
      ['lead: [BVH]', 'lead: [BVX] #!'],
      ['reporters: [PNV, PTP, BVH]', 'reporters: [PNV, PNV, BVH] #!'],
      ['years: [2028]', 'years: [2031] #!'],
    ]);
    const problems = read(text);
    expect(problems.map(({ line }) => line)).toEqual(markedLines(text));
    expect(problems.map(({ key }) => shortKey(key))).toEqual([
      'yamlDuplicateKey',
      'badGroupCode',
      'empty',
      'unknownAgencyNear',
      'reporterTwice',
      'yearOutside',
    ]);
  });

  test('names the line of whatever value is broken', () => {
    const places: { start: number; end: number; line: number }[] = [];
    const lines = new LineCounter();
    visit(parseDocument(good, { lineCounter: lines }), {
      Scalar: (role, { range }) => {
        if (role !== 'key' && range)
          places.push({ start: range[0], end: range[1], line: lines.linePos(range[0]).line });
      },
    });
    expect(places.length).toBeGreaterThan(70);
    for (const { start, end, line } of places) {
      const problems = read(`${good.slice(0, start)}{ no: 1 }${good.slice(end)}`);
      expect(problems.map((problem) => problem.line)).toContain(line);
    }
  });

  test('is read the same whether its letters came composed or not', () => {
    writeFileSync(file, good.normalize('NFD'));
    const decomposed = readProgrammeFile(file);
    expect(decomposed).toEqual(readProgrammeFile(join(fixtures, 'programme-demo.yaml')));
    expect(decomposed.ok).toBe(true);
  });

  test('reports the right line through a repeated part (&name, *name)', () => {
    const text = changed(good, [
      ['reporters: [PNV, PTP, BVH]', 'reporters: &all [PNV, PTPP, BVH] #!'],
      ['      reporters: [PNV]\n', '      reporters: *all\n'],
    ]);
    const problems = read(text);
    expect(problems.map(({ line }) => line)).toEqual([markedLines(text)[0], markedLines(text)[0]]);
  });
});

const later = join(folder, 'later.yaml');
const readLater = (content: string, programme = join(fixtures, 'programme-demo.yaml')) => {
  const base = readProgrammeFile(programme);
  if (!base.ok) throw new Error('the programme itself is bad');
  writeFileSync(later, content);
  return readSuccessionFile(later, base.programme);
};

describe('a file of later changes', () => {
  test('is played through in order of dates, whatever the order of the file', () => {
    const result = readLater(`programme: so-hoa-song-xanh
successions:
  - kind: rename
    on: 2028-01-01
    from: PNVTP
    name: Phòng Hành chính
    shortName: Hành chính
    aliases: [nội vụ]
  - kind: merge
    on: 01/03/2027
    basis: Nghị quyết số 12/NQ-HĐND
    from: [PNV, PTP]
    to: { code: PNVTP, name: Phòng Nội vụ và Tư pháp, shortName: Nội vụ - Tư pháp }
    mainContactFrom: PTP
  - kind: dissolve
    on: 01/06/2028
    from: BVH
    to: PNVTP
`);
    expect(result).toMatchObject({
      ok: true,
      successions: [
        { kind: 'rename', on: '2028-01-01' },
        {
          kind: 'merge',
          on: '2027-03-01',
          from: ['PNV', 'PTP'],
          to: { code: 'PNVTP' },
          mainContactFrom: 'PTP',
        },
        { kind: 'dissolve', on: '2028-06-01', to: 'PNVTP' },
      ],
    });
  });

  test('is known from a programme by what it holds', () => {
    writeFileSync(later, 'programme: so-hoa-song-xanh\nsuccessions: []\n');
    writeFileSync(file, 'a: [');
    expect([later, join(fixtures, 'programme-demo.yaml'), file].map(isSuccessionFile)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('lets one body absorb another, and a body shed part of its duties', () => {
    const result = readLater(`programme: so-hoa-song-xanh
successions:
  - { kind: merge, on: 1/3/2027, from: [PTP], to: PNV }
  - kind: split
    on: 1/3/2028
    from: PNV
    to:
      - { code: PNV, duties: [1a] }
      - { code: TTS, name: Trung tâm số, shortName: TT số, duties: [1a] }
`);
    expect(result).toMatchObject({ ok: true, successions: [{ to: { code: 'PNV' } }, { kind: 'split' }] });
  });

  test.each([
    [
      'another programme',
      'programme: x #!\nsuccessions:\n  - { kind: merge, on: 1/3/2027, from: [PTP], to: PNV }',
      'successionOtherProgramme',
    ],
    ['nothing in it', 'programme: so-hoa-song-xanh\nsuccessions: [] #!', 'tooFew'],
    [
      'an unknown body',
      'programme: so-hoa-song-xanh\nsuccessions:\n  - { kind: merge, on: 1/3/2027, from: [PTP], to: PNX } #!',
      'successorWithoutName',
    ],
    [
      'a body twice',
      'programme: so-hoa-song-xanh\nsuccessions:\n  - { kind: merge, on: 1/3/2027, from: [PTP], to: PNV }\n  - { kind: dissolve, on: 1/3/2028, from: PTP, to: VP } #!',
      'agencyEnded',
    ],
    [
      'no such date',
      'programme: so-hoa-song-xanh\nsuccessions:\n  - { kind: merge, on: 30/2/2027, from: [PTP], to: PNV } #!',
      'badDay',
    ],
  ])('with %s is refused at its line', (_, content, key) => {
    const result = readLater(content);
    expect(result.ok ? [] : result.problems.map((each) => [shortKey(each.key), each.line])).toEqual([
      [key, markedLines(content)[0]],
    ]);
  });

  test('follows those that the programme itself has', () => {
    const programme = join(folder, 'merged.yaml');
    writeFileSync(programme, changed(good, [successions(merge)]));
    const content =
      'programme: so-hoa-song-xanh\nsuccessions:\n  - { kind: dissolve, on: 1/4/2027, from: PTP, to: VP }\n';
    const result = readLater(content, programme);
    expect(!result.ok && result.problems).toMatchObject([
      {
        line: 3,
        key: 'programme.problem.agencyEnded',
        params: { code: 'PTP', where: 'successions › dissolve › from' },
      },
    ]);
  });

  test('plays the great reorganisation of 2025 through on the decision', () => {
    const result = readLater(
      `programme: 119-qd-ubnd
successions:
  - { kind: merge, on: 01/03/2025, from: [SKHDT, STC], to: STC }
  - { kind: merge, on: 01/03/2025, from: [SXD, SGTVT], to: SXD }
  - { kind: merge, on: 01/03/2025, from: [SLDTBXH, SNV], to: SNV }
  - kind: merge
    on: 01/03/2025
    from: [BTG, BDV]
    to: { code: BTGDV, name: Ban Tuyên giáo và Dân vận Tỉnh ủy, shortName: Ban TG&DV Tỉnh ủy, manner: requested }
  - { kind: rename, on: 01/05/2024, from: UBND-BC, name: Ủy ban nhân dân thành phố Bến Cát, shortName: UBND TP. Bến Cát }
`,
      decision,
    );
    expect(result.ok ? result.successions.length : result.problems).toBe(5);
  });
});

test('a fault that the schema may learn later is told too', () => {
  const refused = z.object({ a: z.number().multipleOf(2) }).safeParse({ a: 3 });
  expect(problemsOf(refused.error?.issues ?? [], { a: 3 })).toEqual([
    { path: ['a'], key: 'unreadable', params: { value: '3' } },
  ]);
});

test('the examples of the guide pass', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/programme-file.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, block]) => block ?? '');
  expect(read(blocks[0] ?? '')).toEqual([]);
  expect(readLater(blocks[1] ?? '', decision)).toMatchObject({ ok: true, successions: { length: 5 } });
});

describe('the words for what is wrong', () => {
  const placeholders = (words: string): string[] =>
    [...words.matchAll(/\{\{-?(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

  test('exist in both languages for every problem, with the same particulars', () => {
    expect(Object.keys(vi.problem).sort()).toEqual([...problemKeys].sort());
    expect(Object.keys(en.problem)).toEqual(Object.keys(vi.problem));
    for (const key of problemKeys)
      expect([key, placeholders(en.problem[key])]).toEqual([key, placeholders(vi.problem[key])]);
  });

  test('every problem is provoked by a test of this file', () => {
    const elsewhere: ProblemKey[] = [
      'fileMissing',
      'fileUnreadable',
      'fileEmpty',
      'notText',
      'notAMap',
      'successionOtherProgramme',
      'unreadable',
    ];
    const provoked = new Set([...faults.map(([key]) => key), ...elsewhere]);
    expect(problemKeys.filter((key) => !provoked.has(key))).toEqual([]);
  });
});
