import { inlineHtmlText, plainText } from '../../domain/markup.ts';

/** Longest text and longest caption, in UTF-16 units of the plain form. https://core.telegram.org/bots/api#sendmessage */
export const longestText = 4096;
export const longestCaption = 1024;

/** Neutral markup as a text of the Bot API: with HTML, or plain where Telegram refused our HTML. */
export const renderText = (markup: string, plain: boolean): { text: string; parse_mode?: 'HTML' } =>
  plain ? { text: plainText(markup) } : { text: inlineHtmlText(markup), parse_mode: 'HTML' };

/** The same for the caption of a file. */
export function renderCaption(markup: string, plain: boolean): { caption: string; parse_mode?: 'HTML' } {
  const { text, ...mode } = renderText(markup, plain);
  return { caption: text, ...mode };
}

export const isBlank = (markup: string): boolean => plainText(markup).trim() === '';

export const fitsCaption = (markup: string): boolean => plainText(markup).length <= longestCaption;
