import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { agencyInSentence, findAgencies } from '../../src/domain/agency-names.ts';
import type { NamedAgency } from '../../src/domain/agency-names.ts';
import { agencies } from '../fixtures/phrases/agencies.ts';
import { names } from '../fixtures/phrases/agencies/names.ts';
import { judgeAgency } from '../fixtures/phrases/judge.ts';

interface Programme {
  agencies: (Omit<NamedAgency, 'active' | 'aliases'> & { aliases?: string[] })[];
}
const file = new URL('../../prisma/programmes/119-qd-ubnd.yaml', import.meta.url);
const programme = parse(readFileSync(file, 'utf8')) as Programme;
const list = programme.agencies.map((agency) => ({ ...agency, aliases: agency.aliases ?? [], active: true }));

const alone = new Set(names.map(({ say }) => say.normalize('NFC')));

describe('agencies as people name them', () => {
  test.each(agencies.map((phrase) => [phrase.say, phrase] as const))('%s', (say, phrase) => {
    const find = alone.has(say.normalize('NFC')) ? findAgencies : agencyInSentence;
    expect(judgeAgency(phrase, find(say, list).found)).toEqual({ grade: 'right', differences: [] });
  });

  test('without aliases no name is taken for another agency', () => {
    const bare = list.map((agency) => ({ ...agency, aliases: [] }));
    const grades = agencies.map((phrase) => {
      const find = alone.has(phrase.say.normalize('NFC')) ? findAgencies : agencyInSentence;
      return judgeAgency(phrase, find(phrase.say, bare).found).grade;
    });
    expect(grades).not.toContain('wrong');
    expect(grades.filter((grade) => grade === 'right').length).toBeGreaterThan(0.95 * grades.length);
  });
});
