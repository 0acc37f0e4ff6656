import type { Refusal } from '../domain/refusal.ts';
import type { Reply } from '../domain/message.ts';
import type { Translate } from '../i18n.ts';

/** A refusal in the person's language: what is wrong, and an example of what is right. */
export const wordRefusal = (refusal: Refusal, t: Translate): Reply => ({
  text: t(`refusals.${refusal.code}`, { ...refusal.fields }),
});
