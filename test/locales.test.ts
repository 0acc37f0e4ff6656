import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { en, vi } from '../locales/index.ts';

/** Every text for people stands in locales/, in both languages, and is used. */

interface Texts {
  [key: string]: string | Texts;
}

const flat = (texts: Texts, under = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${under}${key}`, value]] : flat(value, `${under}${key}.`),
  );

/** English tells one from many: both forms are the one text of the source language. */
const withoutCount = (key: string): string => key.replace(/_(one|other)$/, '');
/** Without how many, which English may say in the word alone, and the form of address, which it does not have. */
const fieldsOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{-?\s*(\w+)/g)].map((match) => match[1] ?? ''))]
    .filter((field) => field !== 'count' && field !== 'you')
    .sort();

const vietnamese = new Map(flat(vi));
const english = new Map(flat(en));

describe('both languages', () => {
  test('have the same texts', () => {
    const wanted = [...new Set([...vietnamese.keys()].map(withoutCount))].sort();
    expect([...new Set([...english.keys()].map(withoutCount))].sort()).toEqual(wanted);
  });

  test('say the same in them: each names the same fields', () => {
    const differing = [...english].flatMap(([key, text]) => {
      const source = vietnamese.get(key) ?? vietnamese.get(withoutCount(key)) ?? '';
      const [mine, its] = [fieldsOf(text), fieldsOf(source)];
      return mine.join() === its.join() ? [] : [`${key}: ${mine.join()} | ${its.join()}`];
    });
    expect(differing).toEqual([]);
  });

  test('leave nothing empty', () => {
    const empty = [...vietnamese, ...english].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
  });
});

const sources = ['src', 'commands'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && !entry.parentPath.includes('generated') && /\.(ts|js)$/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name)),
);

/** What a button says in a person's place, and what is read out of their words: understood, never shown. */
const SPOKEN = new Set(['say', 'read', 'guess', 'words', 'amend', 'sayOf', 'ackWords', 'wordsOf']);
const isSpoken = (node: ts.Node): boolean => {
  const names =
    ts.isPropertyAssignment(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isFunctionDeclaration(node);
  return (
    (names && SPOKEN.has(node.name?.getText() ?? '')) || (node.parent !== undefined && isSpoken(node.parent))
  );
};

interface Found {
  path: string;
  line: number;
  text: string;
  spoken: boolean;
}

/** Each string of a file: as written, with `*` for what is put in at run time. */
function stringsOf(path: string): Found[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('')
        : undefined;
    if (text !== undefined) {
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ path, line, text, spoken: isSpoken(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const strings = sources.flatMap(stringsOf);

test('every text is used', () => {
  const whole = new Set(strings.map(({ text }) => text));
  const patterns = [...whole]
    .filter((text) => /^[\w.*-]+$/.test(text) && text.includes('*') && /\w\.|\.\w/.test(text))
    .map((text) => new RegExp(`^${text.replace(/[.]/g, '\\.').replace(/\*/g, '[\\w.-]+')}$`));
  const unused = [...vietnamese.keys()]
    .map(withoutCount)
    .filter((key) => !whole.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

/** Where words stand by which what people type is understood, data of the demonstration, and words for programmers. */
const ELSEWHERE = [
  /^src\/domain\//,
  /^src\/cli\/contact-file\.ts$/,
  /^commands\/shared\/preview\.ts$/,
  /^src\/demo\//,
  /^src\/web\/api\//,
];
const NAMES = ['Đôn Đốc', 'Cốc Cốc'];

test('no text for people stands in the code', () => {
  const marked = /[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]/i;
  const found = strings
    .filter(({ path, spoken }) => !spoken && !ELSEWHERE.some((place) => place.test(path)))
    .filter(({ text }) => marked.test(text.normalize('NFC')) && !NAMES.includes(text))
    .map(({ path, line, text }) => `${path}:${line} ${text.slice(0, 60)}`);
  expect(found).toEqual([]);
});
