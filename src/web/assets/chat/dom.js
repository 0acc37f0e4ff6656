// Making elements. Texts always go in as text nodes; the one place that reads markup is `fromMarkup`.

/** @returns {any} the element with this id, of whatever kind the page made it */
export const byId = (id) => document.getElementById(id);

/** An element with attributes (`on…` are listeners; null, undefined and false are left out) and children. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(element, ...children) {
  while (element.lastChild) element.removeChild(element.lastChild);
  element.append(...children.filter(Boolean));
}

/** A picture of the page's own set. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/** The address if it leads to a web page, else null: `javascript:` and the like never become a link. */
export function webAddress(text) {
  try {
    const url = new URL(text, window.location.href);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

export const outside = { target: '_blank', rel: 'noopener noreferrer' };

const kept = new Set([
  'B',
  'STRONG',
  'I',
  'EM',
  'U',
  'S',
  'CODE',
  'PRE',
  'BR',
  'P',
  'UL',
  'OL',
  'LI',
  'BLOCKQUOTE',
]);
const dropped = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'EMBED', 'SVG', 'MATH', 'TITLE']);

/** The traffic lights of the bot's texts are drawn here: older machines have no such letters. The word follows. */
const lights = { '🔴': 'red', '🟡': 'yellow', '🟢': 'green' };

export const withoutLights = (text) => text.replace(/[🔴🟡🟢] ?/gu, '');

function appendText(to, text) {
  for (const part of text.split(/([🔴🟡🟢])/u).filter(Boolean)) {
    to.append(
      part in lights ? make('span', { class: `light ${lights[part]}`, 'aria-hidden': 'true' }) : part,
    );
  }
}

function copy(from, to) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) appendText(to, child.nodeValue || '');
    if (child.nodeType !== Node.ELEMENT_NODE || dropped.has(child.nodeName.toUpperCase())) continue;
    const href = child.nodeName === 'A' ? webAddress(child.getAttribute('href') || '') : null;
    const copied = href
      ? make('a', { href, ...outside })
      : kept.has(child.nodeName)
        ? make(child.nodeName)
        : to;
    copy(child, copied);
    if (copied !== to) to.append(copied);
  }
}

/** True for a line that begins with a bullet or a light. */
function hangs(line) {
  const first = Array.from(line.childNodes).find(
    (child) => child.textContent !== '' || child.nodeName === 'SPAN',
  );
  return first !== undefined && (first.nodeName === 'SPAN' || (first.textContent || '').startsWith('• '));
}

/** Lines become paragraphs, so that what is asked stands apart from on what ground; a bullet or a light hangs before its lines. */
function paragraphs(from) {
  const lines = [make('p')];
  for (const child of Array.from(from.childNodes)) {
    if (child.nodeType !== Node.TEXT_NODE) {
      lines[lines.length - 1].append(child);
      continue;
    }
    const [first, ...others] = (child.nodeValue || '').split('\n');
    lines[lines.length - 1].append(first);
    for (const text of others) lines.push(make('p', {}, text));
  }
  for (const line of lines) if (hangs(line)) line.className = 'item';
  const fragment = document.createDocumentFragment();
  fragment.append(...lines.filter((line) => line.textContent !== ''));
  return fragment;
}

const isBlock = (node) => /^(P|UL|OL|PRE|BLOCKQUOTE)$/.test(node.nodeName);

/**
 * The bot's markup, rebuilt from the few tags that a message has. The server has escaped it already; this holds
 * even where it has not: nothing of the original document is inserted, no attribute but a web address is taken.
 */
export function fromMarkup(markup) {
  const inert = new DOMParser().parseFromString(markup, 'text/html');
  const fragment = document.createDocumentFragment();
  copy(inert.body, fragment);
  return Array.from(fragment.childNodes).some(isBlock) ? fragment : paragraphs(fragment);
}

/**
 * Lets a control act once: true the first time, then false until `release` is called or the time is over.
 * It keeps the focus, which a disabled control would lose.
 */
export function holdOnce(control, milliseconds = 1200) {
  if (control.getAttribute('aria-disabled') === 'true') return false;
  control.setAttribute('aria-disabled', 'true');
  setTimeout(() => control.removeAttribute('aria-disabled'), milliseconds);
  return true;
}
