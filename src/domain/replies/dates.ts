import { findDeadline } from '../deadline.ts';
import type { DateContext, FindOptions, FoundDeadline } from '../deadline.ts';
import { fold } from '../vietnamese.ts';

/** Without a digit or one of these no date can be meant. */
const TIME =
  /\d|(?<![a-z])(?:mai|mot|kia|tuan|thang|quy|nam|tet|ngay|thu|chu nhat|cn|hom|bua|nay|cuoi|dau|het|giua|toi|sang|chieu|trua|dem|lat|nua)(?![a-z])/;

/** The date in a stretch of a reply. Most replies hold none, which is seen at once. */
export const dateIn = (
  text: string,
  ctx: DateContext,
  options: FindOptions = {},
): FoundDeadline | undefined => (TIME.test(fold(text)) ? findDeadline(text, ctx, options) : undefined);
