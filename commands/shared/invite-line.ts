import { fold, nfc } from '../../src/domain/vietnamese.ts';
import type { Role } from '../../src/domain/roles.ts';
import type { AgencyBook } from '../../src/store/agencies.ts';
import { splitAgency } from './agency.ts';

/** Whom an administrator invites: "STP đầu mối đồng chí Lê Văn Cường 0908123456". */

export type Honorific = 'dong_chi' | 'ong' | 'ba';

export interface Post {
  role: Role;
  rank: 'main' | 'deputy';
}

/** The posts with the words by which they are asked for; the longer wording stands before the one that it contains. */
const posts: readonly (readonly [string, Post, RegExp])[] = [
  [
    'deputy',
    { role: 'focal', rank: 'deputy' },
    /^(dau moi (?:phu|pho|du phong)|pho dau moi|deputy(?: contact)?)\b/,
  ],
  ['focal', { role: 'focal', rank: 'main' }, /^(dau moi(?: chinh)?|focal(?: point| contact)?|contact)\b/],
  ['head', { role: 'head', rank: 'main' }, /^(thu truong|head)\b/],
  ['leader', { role: 'leader', rank: 'main' }, /^(lanh dao|leader)\b/],
  ['coordinator', { role: 'coordinator', rank: 'main' }, /^(can bo theo doi|theo doi|coordinator)\b/],
  ['admin', { role: 'admin', rank: 'main' }, /^(quan tri vien|quan tri|administrator|admin)\b/],
];

/** In the order in which they are offered. */
export const postNames = ['focal', 'deputy', 'head', 'leader', 'coordinator', 'admin'] as const;
export const postNamed = (name: string): Post | undefined => posts.find(([one]) => one === name)?.[1];

/** The post at the head of the words, and how many words it takes. */
function postAt(words: string): { name: string; length: number } | undefined {
  const said = fold(words);
  for (const [name, , pattern] of posts) {
    const match = pattern.exec(said);
    if (match) return { name, length: match[0].split(' ').length };
  }
  return undefined;
}

export const readPost = (words: string): Post | undefined => {
  const found = postAt(words.trim());
  return found && found.length === fold(words).split(' ').length ? postNamed(found.name) : undefined;
};

const honorifics: readonly (readonly [Honorific, RegExp])[] = [
  ['dong_chi', /^(?:đồng chí|dong chi|đ\/c|đc\.?|comrade)\s+/iu],
  ['ong', /^(?:ông|ong|mr\.?)\s+/iu],
  ['ba', /^(?:bà|ba|mrs\.?|ms\.?)\s+/iu],
];

/** "bà Trần Thị Mai" → ba, "Trần Thị Mai". */
export function readHonorific(words: string): { honorific?: Honorific; name: string } {
  const said = nfc(words).trim();
  for (const [honorific, pattern] of honorifics) {
    if (pattern.test(`${said} `) && pattern.test(said))
      return { honorific, name: said.replace(pattern, '').trim() };
  }
  return { name: said };
}

export const honorificNamed = (words: string): Honorific | undefined => {
  const said = `${nfc(words).trim()} `;
  return honorifics.find(([, pattern]) => said.replace(pattern, '').trim() === '')?.[0];
};

export interface InviteLine {
  agency?: string;
  post?: string;
  honorific?: Honorific;
  name?: string;
  phone?: string;
}

const phonePattern = /(?:\+?84|0)\d(?:[\s.-]?\d){7,9}\b/u;

/** What one line says; what it does not say is asked for. */
export function readInviteLine(line: string, book: AgencyBook): InviteLine {
  const found: InviteLine = {};
  let left = nfc(line).trim();
  const phone = phonePattern.exec(left);
  if (phone) {
    found.phone = phone[0].replace(/[\s.-]/g, '');
    left = left.replace(phone[0], ' ').replace(/\s+/g, ' ').trim();
  }
  const agency = splitAgency(left, book);
  if (agency) {
    found.agency = agency.said;
    left = agency.rest.replace(/^[\s,;:–-]+/u, '');
  }
  const post = postAt(left);
  if (post) {
    found.post = post.name;
    left = left
      .split(/\s+/)
      .slice(post.length)
      .join(' ')
      .replace(/^[\s,;:–-]+/u, '');
  }
  const { honorific, name } = readHonorific(left.replace(/[\s,;:–-]+$/u, ''));
  return { ...found, ...(honorific ? { honorific } : {}), ...(name ? { name } : {}) };
}
