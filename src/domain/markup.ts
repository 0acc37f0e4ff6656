/**
 * The neutral form of every text we send: paragraphs, **bold**, `code`, [text](https://…) and "- " lists.
 * It is composed once (from `locales/`) and rendered by each channel; what people wrote is escaped into it,
 * so that nobody can put bold or links into our messages.
 */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string };

export interface Block {
  kind: 'paragraph' | 'item';
  inlines: Inline[];
}

/** Escapes a person's words for use inside markup. */
export const escapeMarkup = (text: string): string =>
  text.replace(/([\\*`[\]])/g, '\\$1').replace(/^- /gm, '\\- ');

const token =
  /\\([\s\S])|\*\*((?:\\[\s\S]|(?!\*\*)[\s\S])+)\*\*|`((?:\\[\s\S]|[^`])+)`|\[((?:\\[\s\S]|[^\]])+)\]\((https?:\/\/[^\s)]+)\)/g;
const bare = (text: string): string => text.replace(/\\([\s\S])/g, '$1');

function inlines(line: string): Inline[] {
  const found: Inline[] = [];
  const add = (text: string): void => {
    const last = found.at(-1);
    if (!text) return;
    if (last?.kind === 'text') last.text += text;
    else found.push({ kind: 'text', text });
  };
  let from = 0;
  for (const match of line.matchAll(token)) {
    add(line.slice(from, match.index));
    const [whole, escaped, bold, code, label, href] = match;
    if (escaped !== undefined) add(escaped);
    else if (bold !== undefined) found.push({ kind: 'bold', text: bare(bold) });
    else if (code !== undefined) found.push({ kind: 'code', text: bare(code) });
    else if (label !== undefined && href) found.push({ kind: 'link', text: bare(label), href });
    from = match.index + whole.length;
  }
  add(line.slice(from));
  return found;
}

/** Reads markup into blocks: one per line; an empty line is an empty paragraph. */
export const parseMarkup = (markup: string): Block[] =>
  markup
    .split('\n')
    .map((line) =>
      line.startsWith('- ')
        ? { kind: 'item', inlines: inlines(line.slice(2)) }
        : { kind: 'paragraph', inlines: inlines(line) },
    );

/** Markup as plain text: what a channel without formatting shows. */
export const plainText = (markup: string): string =>
  parseMarkup(markup)
    .map((block) => {
      const text = block.inlines
        .map((inline) => (inline.kind === 'link' ? `${inline.text}: ${inline.href}` : inline.text))
        .join('');
      return block.kind === 'item' ? `- ${text}` : text;
    })
    .join('\n');

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for HTML content and attribute values. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

const inlineHtml = (inline: Inline): string => {
  const text = escapeHtml(inline.text);
  switch (inline.kind) {
    case 'text':
      return text;
    case 'bold':
      return `<b>${text}</b>`;
    case 'code':
      return `<code>${text}</code>`;
    case 'link':
      return `<a href="${escapeHtml(inline.href)}">${text}</a>`;
  }
};

/** Markup as HTML of the few tags that every channel with formatting knows (b, code, a); lines end with \n. */
export const inlineHtmlText = (markup: string): string =>
  parseMarkup(markup)
    .map((block) => (block.kind === 'item' ? '• ' : '') + block.inlines.map(inlineHtml).join(''))
    .join('\n');
