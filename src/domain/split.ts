import { escapeMarkup, parseMarkup, plainText, type Block, type Inline } from './markup.ts';

/**
 * Cuts a text of markup into parts whose plain form is at most `limit` UTF-16 units long: between paragraphs where
 * that leaves a part at least half full, else between lines, else between words. Never inside a word, a bold
 * stretch's marks or a link; only a word longer than a whole part is cut, and then between letters.
 */
export function splitMarkup(markup: string, limit: number): string[] {
  if (lengthOf(markup) <= limit) return [markup];
  const parts: string[] = [];
  let lines: string[] = [];
  for (const line of parseMarkup(markup).flatMap((block) => fitLine(block, limit))) {
    while (lines.length && lengthOf([...lines, line].join('\n')) > limit) {
      const cut = lastParagraphEnd(lines, limit / 2) ?? lines.length;
      addPart(parts, lines.slice(0, cut));
      lines = lines.slice(cut);
    }
    lines.push(line);
  }
  addPart(parts, lines);
  return parts.length ? parts : [''];
}

const lengthOf = (markup: string): number => plainText(markup).length;

function addPart(parts: string[], lines: readonly string[]): void {
  const text = lines.join('\n').replace(/^\n+|\n+$/g, '');
  if (text) parts.push(text);
}

/** Index of the last empty line with at least `least` units before it. */
function lastParagraphEnd(lines: readonly string[], least: number): number | undefined {
  for (let at = lines.length - 1; at > 0; at--) {
    if (lines[at] === '' && lengthOf(lines.slice(0, at).join('\n')) >= least) return at;
  }
  return undefined;
}

/** A line as markup; as several, where it is longer than a part. */
function fitLine(block: Block, limit: number): string[] {
  const whole = writeLine(block.kind, block.inlines);
  if (lengthOf(whole) <= limit) return [whole];
  const lines: string[] = [];
  let line: Inline[] = [];
  let kind: Block['kind'] = block.kind;
  const end = (): void => {
    if (line.length) lines.push(writeLine(kind, trimEnd(line)));
    if (line.length) kind = 'paragraph';
    line = [];
  };
  for (const word of words(block.inlines)) {
    if (lengthOf(writeLine(kind, [...line, ...word])) <= limit) {
      if (line.length || !isBlank(word)) line = join(line, word);
      continue;
    }
    end();
    if (isBlank(word)) continue;
    for (const piece of cutWord(word, kind === 'item' ? limit - 2 : limit)) {
      end();
      line = piece;
    }
  }
  end();
  return lines;
}

const isBlank = (word: readonly Inline[]): boolean => word.every((inline) => inline.text.trim() === '');

const trimEnd = (line: readonly Inline[]): Inline[] => {
  const last = line.at(-1);
  if (!last || last.kind === 'link' || last.text.trimEnd() === last.text) return [...line];
  const text = last.text.trimEnd();
  return text ? [...line.slice(0, -1), { ...last, text }] : trimEnd(line.slice(0, -1));
};

/** Words and the blanks between them. A word may run through several inlines: "**đã**," is one. */
function words(inlines: readonly Inline[]): Inline[][] {
  const found: { blank: boolean; inlines: Inline[] }[] = [];
  for (const inline of inlines) {
    const atoms = inline.kind === 'link' ? [inline.text] : (inline.text.match(/\s+|\S+/g) ?? []);
    for (const text of atoms) {
      const blank = inline.kind !== 'link' && text.trim() === '';
      const last = found.at(-1);
      if (last && last.blank === blank) last.inlines.push({ ...inline, text });
      else found.push({ blank, inlines: [{ ...inline, text }] });
    }
  }
  return found.map((word) => word.inlines);
}

/** A word that is longer than a part, cut between letters; a link becomes its text and address. */
function cutWord(word: readonly Inline[], limit: number): Inline[][] {
  if (lengthOf(writeLine('paragraph', word)) <= limit) return [[...word]];
  const pieces: Inline[][] = [];
  let piece: Inline[] = [];
  let length = 0;
  for (const inline of word) {
    if (inline.kind === 'link' && inline.text.length + inline.href.length + 2 <= limit) {
      if (piece.length) pieces.push(piece);
      piece = [inline];
      length = inline.text.length + inline.href.length + 2;
      continue;
    }
    const flat: Inline =
      inline.kind === 'link' ? { kind: 'text', text: `${inline.text}: ${inline.href}` } : inline;
    for (const { segment } of letters.segment(flat.text)) {
      if (length + segment.length > limit && piece.length) {
        pieces.push(piece);
        piece = [];
        length = 0;
      }
      piece = join(piece, [{ ...flat, text: segment }]);
      length += segment.length;
    }
  }
  if (piece.length) pieces.push(piece);
  return pieces;
}

const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** Both in a row, neighbours of one kind made one. */
function join(line: readonly Inline[], more: readonly Inline[]): Inline[] {
  const joined = [...line];
  for (const inline of more) {
    const last = joined.at(-1);
    if (last && last.kind === inline.kind && last.kind !== 'link') {
      joined[joined.length - 1] = { ...last, text: last.text + inline.text };
    } else joined.push(inline);
  }
  return joined;
}

/** A line written as markup again: reading it gives the same inlines. */
const writeLine = (kind: Block['kind'], inlines: readonly Inline[]): string =>
  (kind === 'item' ? '- ' : '') + inlines.map(writeInline).join('');

function writeInline(inline: Inline): string {
  const text = escapeMarkup(inline.text);
  switch (inline.kind) {
    case 'text':
      return text;
    case 'bold':
      return `**${text}**`;
    case 'code':
      return `\`${text}\``;
    case 'link':
      return `[${text}](${inline.href})`;
  }
}
