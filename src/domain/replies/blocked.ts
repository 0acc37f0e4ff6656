import type { DateContext } from '../deadline.ts';
import type { Clause } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { isPerfective, stanceOf } from './stance.ts';

export type Hindrance = 'blocked' | 'unblocked' | 'open';

/** What the clause says of a hindrance: that there is one, that there is none (any more), or something to ask about. */
export function hindranceOf(clause: Clause, ctx: DateContext): Hindrance | undefined {
  const at = clause.words.findIndex((word) => has(word, 'stuck'));
  if (at !== -1) return stuckAt(clause, at, ctx);
  return removed(clause, ctx) ?? lacking(clause, ctx) ?? unable(clause, ctx);
}

function stuckAt(clause: Clause, at: number, ctx: DateContext): Hindrance | undefined {
  const { words } = clause;
  const freeAt = words.findIndex(
    (word, i) => has(word, 'free') || (has(word, 'work') && i > at && isHandled(clause, i)),
  );
  if (freeAt !== -1) return freed(clause, freeAt, ctx);
  const before = words.slice(0, at);
  if (before.some((word) => has(word, 'work', 'finish', 'step')) && isPerfective(clause, at)) {
    return freed(
      clause,
      before.findIndex((word) => has(word, 'work', 'finish', 'step')),
      ctx,
    );
  }
  if (before.some((word) => has(word, 'not', 'notYet'))) {
    return before.some((word) => has(word, 'work', 'deliver', 'step')) ? 'blocked' : 'unblocked';
  }
  if (clause.supposed) return undefined;
  if (before.some((word) => has(word, 'formerly'))) return 'open';
  const doubted =
    words.some((word) => has(word, 'perhaps', 'mistake')) ||
    before.some((word) => has(word, 'future', 'hearsay'));
  return doubted ? 'open' : 'blocked';
}

/** "Vướng mắc đã được giải quyết", "khó khăn xử lý xong rồi". */
const isHandled = (clause: Clause, at: number): boolean =>
  isPerfective(clause, at) || clause.words.slice(at).some((word) => has(word, 'finish', 'able'));

/** The removal of a hindrance: done, denied, asked for or under way. */
function freed(clause: Clause, at: number, ctx: DateContext): Hindrance {
  const { words } = clause;
  const before = words.slice(0, at);
  if (words.some((word) => has(word, 'partial'))) return 'open';
  const stance = stanceOf(clause, at, ctx);
  if (stance === 'denied') return 'blocked';
  if (before.some((word) => has(word, 'request', 'wish', 'progressive', 'wait')) && !clause.supposed)
    return 'blocked';
  if (stance !== 'asserted') return 'open';
  const settled = isPerfective(clause, at) || isHandled(clause, at) || has(words[at], 'over');
  return settled ? 'unblocked' : 'open';
}

/** "Đã gỡ", "đã tháo gỡ xong" with nothing said of what. */
function removed(clause: Clause, ctx: DateContext): Hindrance | undefined {
  const { words } = clause;
  const at = words.findIndex((word) => has(word, 'free'));
  if (at === -1) return undefined;
  if (has(words[at], 'over')) {
    return has(words[at + 1], 'resource') ? 'blocked' : undefined;
  }
  return freed(clause, at, ctx);
}

/** "Thiếu kinh phí", "chưa có số liệu", "kinh phí chưa được cấp". */
function lacking(clause: Clause, ctx: DateContext): Hindrance | undefined {
  const { words } = clause;
  const lack = words.findIndex((word) => has(word, 'lack'));
  if (lack !== -1 && words[lack + 1]?.kind !== 'percent') {
    const stance = stanceOf(clause, lack, ctx);
    if (stance === 'denied') return 'unblocked';
    return stance === 'asserted' || stance === 'nearly' ? 'blocked' : 'open';
  }
  const denied = words.findIndex((word) => has(word, 'not', 'notYet'));
  if (denied === -1 || !words.some((word) => has(word, 'resource'))) return undefined;
  if (!isHaving(words, denied + 1) || clause.supposed) return undefined;
  return words.some((word) => has(word, 'perhaps')) ? 'open' : 'blocked';
}

const isHaving = (words: Word[], at: number): boolean =>
  words.slice(at, at + 2).some((word) => has(word, 'having', 'resource'));

/** "Không làm được", "không thể hoàn thành"; "chưa làm được" too, but "chưa xong được" is only not done. */
function unable(clause: Clause, ctx: DateContext): Hindrance | undefined {
  const { words } = clause;
  const denied = words.findIndex((word) => has(word, 'not', 'notYet', 'cannot'));
  const denial = words[denied];
  if (!denial || clause.supposed) return undefined;
  const rest = words.slice(denied + 1);
  const verb = rest.findIndex((word) => has(word, 'work', 'finish', 'deliver', 'begin', 'step'));
  const acts = verb !== -1 && verb <= 2;
  const able = rest.slice(verb, verb + 4).some((word) => has(word, 'able'));
  if (!acts || rest.some((word) => word.kind === 'percent')) return undefined;
  const impossible =
    has(denial, 'cannot') || (has(denial, 'not') && able) || (able && has(rest[verb], 'work', 'begin'));
  if (!impossible) return undefined;
  const over = [...words.slice(0, denied), ...rest];
  const doubted = over.some((word) => has(word, 'perhaps', 'future', 'hearsay', 'mistake', 'later'));
  return doubted || stanceOf(clause, 0, ctx) === 'open' ? 'open' : 'blocked';
}
