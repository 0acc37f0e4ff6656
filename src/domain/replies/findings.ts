import type { DateContext } from '../deadline.ts';
import type { Meaning } from '../reply.ts';
import { speaksAgainst } from './against.ts';
import { asks, asksYesOrNo, isRhetorical } from './ask.ts';
import { freesAnother, hindranceOf } from './blocked.ts';
import type { Clause } from './clauses.ts';
import { dateIn } from './dates.ts';
import { isPredicate, textOf } from './clauses.ts';
import { promiseOf } from './confirm.ts';
import { completionAt, completionOf } from './done.ts';
import { extensionIn } from './extend.ts';
import type { ExtensionFound } from './extend.ts';
import { any, has } from './lexer.ts';
import { isOfAnother, isOfAnotherOffice, namesAnotherTask } from './others.ts';
import { isUnderWay, shareOf } from './progress.ts';
import type { Share } from './progress.ts';
import { receiptOf } from './receipt.ts';
import { stanceOf } from './stance.ts';
import type { Stance } from './stance.ts';
import { PLANS } from './vocabulary.ts';
import type { Tags } from './vocabulary.ts';

/** What one clause contributes: a meaning, or a reason to ask back. */
export interface Finding {
  meaning?: Meaning;
  /** Counts only when nothing else is said: a bare "ok", a bare "chưa xong". */
  slight?: boolean;
  /** A step that was taken or a share that was reached before: gives way to what is said of now. */
  past?: boolean;
  /**
   * `ask`: could be read as a report, so nothing may be recorded. `step`: so too, but beside a plain "xong" it is
   * a step of that ("xong rồi, đã gửi công văn"). `plan`: speaks of later; asks only when alone. `unfinished`: so
   * too, and denies completion ("chưa ký"). `against`: says nothing alone, and beside a completion that it is none.
   */
  doubt?: 'ask' | 'step' | 'plan' | 'unfinished' | 'against';
}

export interface Findings {
  findings: Finding[];
  extension?: ExtensionFound;
}

export function findingsIn(clauses: Clause[], text: string, ctx: DateContext): Findings {
  const extension = extensionIn(clauses, text, ctx);
  const findings: Finding[] = [];
  const stuck: Clause[] = [];
  const freed: Clause[] = [];
  for (const [i, clause] of clauses.entries()) {
    if (extension?.reasons.includes(clause)) continue;
    if (clause === extension?.clause) findings.push(...ofExtension(extension, text, ctx));
    else {
      const found = ofClause(clause, inheritedBy(clause, clauses[i - 1], ctx), text, ctx);
      findings.push(...found);
      if (found.some(({ meaning }) => meaning?.kind === 'blocked')) stuck.push(clause);
      if (found.some(({ meaning }) => meaning?.kind === 'unblocked')) freed.push(clause);
    }
  }
  const [last] = stuck.slice(-1);
  if (
    last &&
    clauses.indexOf(last) < clauses.findLastIndex((one) => freed.includes(one)) &&
    freesAnother(stuck, freed)
  )
    findings.push({ doubt: 'ask' });
  return { findings, extension };
}

function ofExtension(
  { meaning, clause, start, open }: ExtensionFound,
  text: string,
  ctx: DateContext,
): Finding[] {
  if (!meaning && asks(clause)) return [{ meaning: { kind: 'question' } }];
  if (isOfAnotherOffice(clause.words, ctx) || namesAnotherTask(clause.words)) return [{ doubt: 'ask' }];
  const lead = { ...clause, words: clause.words.slice(0, start), marked: false };
  const before = lead.words.some(isPredicate) ? ofClause(lead, undefined, text, ctx) : [];
  if (meaning) return [...before, { meaning }];
  return open ? [...before, { doubt: 'ask' }] : before;
}

function ofClause(clause: Clause, inherited: Stance | undefined, text: string, ctx: DateContext): Finding[] {
  const question = clause.words.findIndex((word) => has(word, 'askVerb'));
  if (question > 0 && asks(clause) && clause.words.slice(0, question).some(isPredicate)) {
    const lead = { ...clause, words: clause.words.slice(0, question), marked: false };
    const asked = { ...clause, words: clause.words.slice(question) };
    return [...ofClause(lead, inherited, text, ctx), ...ofQuestion(asked)];
  }
  if (asks(clause)) return ofQuestion(clause);
  const said = [...ofWork(clause, inherited, text, ctx), ...ofReceipt(clause)];
  const findings = said.length > 0 ? said : ofRest(clause, dateIn(textOf(clause, text), ctx) !== undefined);
  const reports = findings.some(({ meaning }) => meaning !== undefined && !isHindrance(meaning));
  if (reports && isOfAnother(clause, ctx)) return [{ doubt: 'ask' }];
  return reports || !speaksAgainst(clause) ? findings : [...findings, { doubt: 'against' }];
}

/** "Sở Tài chính chưa cấp kinh phí": what others do may hinder. */
const isHindrance = ({ kind }: Meaning): boolean => kind === 'blocked';

/** A question about the state itself ("xong chưa?") may be a report with a slip of the key: ask back. */
function ofQuestion(clause: Clause): Finding[] {
  const question: Finding = { meaning: { kind: 'question' } };
  const aboutState = completionAt(clause) !== -1 || any(clause.words, 'onTime');
  return aboutState && (asksYesOrNo(clause) || isRhetorical(clause))
    ? [question, { doubt: 'ask' }]
    : [question];
}

function ofWork(clause: Clause, inherited: Stance | undefined, text: string, ctx: DateContext): Finding[] {
  const hindrance = hindranceOf(clause, ctx);
  const share = shareOf(clause, ctx);
  const findings: Finding[] = [];
  if (hindrance) findings.push(hindrance === 'open' ? { doubt: 'ask' } : { meaning: { kind: hindrance } });
  if (share) findings.push(...ofShare(clause, share, inherited, ctx));
  if (hindrance || share) return findings;
  const promise = promiseOf(clause, textOf(clause, text), ctx);
  if (promise === 'confirm') return [{ meaning: { kind: 'confirm' } }];
  if (promise) return [{ doubt: promise === 'open' ? 'ask' : 'plan' }];
  const completion = completionOf(clause, inherited, ctx);
  if (completion === 'done') return [{ meaning: { kind: 'done' } }];
  if (completion === 'underway') return [{ meaning: { kind: 'progress' }, slight: true }];
  if (completion) return [{ doubt: DOUBTS[completion] }];
  const underWay = isUnderWay(clause, ctx);
  if (underWay === 'yes')
    return [{ meaning: { kind: 'progress' }, past: !any(clause.words, 'progressive', 'go') }];
  if (underWay === 'worked') return [{ doubt: 'step' }];
  return underWay === 'open' ? [{ doubt: 'ask' }] : [];
}

const DOUBTS = { planned: 'plan', step: 'step', open: 'ask' } as const;

/** "Xong 60%" is progress; "xong 100%" is done; "100%" alone is progress, for the report may still be missing. */
function ofShare(clause: Clause, share: Share, inherited: Stance | undefined, ctx: DateContext): Finding[] {
  if (share.open || inherited === 'planned') return [{ doubt: 'ask' }];
  if (share.percent === 100) {
    const whole = completionOf(clause, inherited, ctx);
    if (whole === 'done') return [{ meaning: { kind: 'done' } }];
    if (whole === 'open') return [{ doubt: 'ask' }];
  }
  const percent = share.percent === undefined ? {} : { percent: share.percent };
  return [{ meaning: { kind: 'progress', ...percent }, past: share.past }];
}

function ofReceipt(clause: Clause): Finding[] {
  const receipt = receiptOf(clause);
  if (receipt === 'received') return [{ meaning: { kind: 'received' } }];
  if (receipt === 'polite') return [{ meaning: { kind: 'received' }, slight: true }];
  return receipt === 'open' ? [{ doubt: 'plan' }] : [];
}

const UNCLEAR: Tags = [
  ...PLANS,
  'soon',
  'today',
  'now',
  'perhaps',
  'wish',
  'not',
  'notYet',
  'already',
  'perfect',
  'wait',
  'almost',
];

/** Nothing recognised: a plan or guess about the work, or a bare "rồi", "chưa", is asked about; the rest is a note. */
function ofRest({ words }: Clause, dated: boolean): Finding[] {
  const asksForThing = words.some((word) => has(word, 'request') && !has(word, 'wait'));
  if (asksForThing && any(words, 'resource', 'message')) return [{ meaning: { kind: 'question' } }];
  if (any(words, 'mistake', 'cannot', 'late', 'refuse')) return [{ doubt: 'ask' }];
  if (any(words, 'deliver') && any(words, 'report')) return [{ doubt: 'plan' }];
  const stepAhead =
    any(words, 'work', 'step', 'begin') || (any(words, 'wait') && any(words, 'resource', 'other', 'unit'));
  const left = any(words, 'remain') && !words.some(isPredicate);
  if (left || (any(words, 'notYet', 'wait') && stepAhead)) return [{ doubt: 'unfinished' }];
  const unnamed = words.some((word, i) => word.kind === 'number' && has(words[i - 1], 'measure', 'able'));
  if (unnamed) return [{ doubt: 'plan' }];
  const aboutWork = any(words, 'work', 'deliver', 'step', 'wait', 'receive', 'begin');
  const bare = words.every((word) => word.tags.size > 0 && !has(word, 'away', 'understood', 'noun'));
  return (dated || any(words, ...UNCLEAR)) && (aboutWork || bare) ? [{ doubt: 'plan' }] : [];
}

/**
 * "Chưa rà soát, tổng hợp xong": what stands over the first verb stands over
 * the next, which begins with no subject and no sign of tense of its own.
 */
function inheritedBy(clause: Clause, before: Clause | undefined, ctx: DateContext): Stance | undefined {
  if (!before || before.sentence !== clause.sentence || clause.joint === 'but' || clause.joint === 'cause')
    return undefined;
  const first = clause.words.findIndex((word) => !has(word, 'filler'));
  const starts = clause.words[first];
  if (!starts || has(starts, 'perfect', 'progressive', 'own', 'agency')) return undefined;
  const verb = before.words.findLastIndex((word) => has(word, 'finish', 'deliver', 'work', 'step', 'begin'));
  if (verb === -1) return undefined;
  const stance = stanceOf(before, verb, ctx);
  return stance === 'asserted' || stance === 'nearly' ? undefined : stance;
}
