import { readFileSync } from 'node:fs';
import { isAlias, isCollection, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair, YAMLError } from 'yaml';
import type { Path, Problem, ProblemKey } from '../domain/programme-problems.ts';
import { nfc } from '../domain/vietnamese.ts';

/** A YAML file as plain values, and on which line each of them stands. */
export interface YamlSource {
  raw: unknown;
  /** From 1. Where nothing stands at the path, the line of the innermost part that does. */
  lineOf(path: Path): number;
}

/** A problem of the file's form, before its content can be looked at. */
export interface FormProblem {
  key: ProblemKey;
  params: Problem['params'];
  /** From 1; absent where the file could not be opened. */
  line?: number;
}

export type YamlRead =
  { ok: true; source: YamlSource; problems: FormProblem[] } | { ok: false; problems: FormProblem[] };

/** Reads a YAML file. A key that stands twice is reported and the rest still read; other faults of form end it. */
export const readYaml = (path: string): YamlRead => {
  const file = readText(path);
  if ('key' in file) return { ok: false, problems: [file] };
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const problems = withoutConsequences([
    ...document.errors.map((error) => faultOf(error, file.text, lines)),
    ...looseAliases(document, lines),
  ]);
  if (problems.some(({ key }) => key !== 'yamlDuplicateKey')) return { ok: false, problems };
  if (document.contents === null) return { ok: false, problems: [{ key: 'fileEmpty', params: {} }] };
  if (!isMap(document.contents)) return { ok: false, problems: [{ key: 'notAMap', params: {}, line: 1 }] };
  const raw: unknown = document.toJS({ maxAliasCount: 10_000 });
  return { ok: true, source: { raw, lineOf: (at) => lineOf(document, lines, at) }, problems };
};

const readText = (path: string): { text: string } | FormProblem => {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    return reason === 'ENOENT'
      ? { key: 'fileMissing', params: {} }
      : { key: 'fileUnreadable', params: { reason } };
  }
  // A spreadsheet, a Word file or UTF-16 is not UTF-8 or carries NUL.
  const text = decode(bytes);
  return text === undefined || text.includes('\0') ? { key: 'notText', params: {} } : { text: nfc(text) };
};

const decode = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const faultOf = (error: YAMLError, text: string, lines: LineCounter): FormProblem => {
  const { line } = lines.linePos(error.pos[0]);
  const shown = (text.split('\n')[line - 1] ?? '').trim().slice(0, 60);
  return { key: faultKey(error), params: { text: shown }, line };
};

const faultKey = ({ code, message }: YAMLError): ProblemKey => {
  if (code === 'DUPLICATE_KEY') return 'yamlDuplicateKey';
  if (code === 'TAB_AS_INDENT') return 'yamlTab';
  if (code === 'BAD_INDENT') return 'yamlIndent';
  return code === 'BAD_SCALAR_START' || message.includes('quote') ? 'yamlQuote' : 'yamlSyntax';
};

/** After a fault that breaks the structure the rest mostly follows from it; tabs are told wherever they stand. */
const withoutConsequences = (problems: readonly FormProblem[]): FormProblem[] => {
  const harmless: ProblemKey[] = ['yamlDuplicateKey', 'yamlAlias'];
  const tabs = problems.filter(({ key }) => key === 'yamlTab');
  if (tabs.length > 0) return tabs;
  const broken = problems.find(({ key }) => !harmless.includes(key));
  return problems.filter((each) => each === broken || !broken || (each.line ?? 0) < (broken.line ?? 0));
};

/** `*name` without a `&name` before it. */
const looseAliases = (document: Document, lines: LineCounter): FormProblem[] => {
  const found: FormProblem[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return;
      const { line } = lines.linePos(alias.range?.[0] ?? 0);
      found.push({ key: 'yamlAlias', params: { name: alias.source }, line });
    },
  });
  return found;
};

const lineOf = (document: Document, lines: LineCounter, path: Path): number => {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    const next = isCollection(node) ? entryOf(node, key) : undefined;
    if (!next) break;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return lines.linePos(offset).line;
};

/** What a key leads to. It stands where its value does, or where the key does when the value is a block of its own. */
const entryOf = (collection: Node & { items: unknown[] }, key: string | number): Entry | undefined => {
  if (isMap(collection)) {
    const pair = collection.items.find(({ key: own }) => isScalar(own) && String(own.value) === String(key));
    return pair && { node: pair.value, offset: offsetOfPair(pair) };
  }
  const item = typeof key === 'number' ? collection.items[key] : undefined;
  return item === undefined ? undefined : { node: item, offset: startOf(item) };
};

interface Entry {
  node: unknown;
  offset: number | undefined;
}

const offsetOfPair = ({ key, value }: Pair): number | undefined =>
  isScalar(value) && value.value !== null ? startOf(value) : startOf(key);

const startOf = (node: unknown): number | undefined =>
  isScalar(node) || isCollection(node) || isAlias(node) ? node.range?.[0] : undefined;
