import { escapeMarkup } from './markup.ts';
import type { Choice } from './message.ts';

/**
 * Every set of buttons is also a numbered list, and a digit means the same on every channel: the n-th choice in
 * reading order. So buttons carry their number too, and channels without buttons get the list as text.
 */

/** A choice with its place in reading order, from 0. */
export interface Placed {
  choice: Choice;
  index: number;
  /** What stands on the button: numbered, unless it is the only one or has no digit of its own. */
  label: string;
}

const digits = 9;

export function placeChoices(rows: readonly (readonly Choice[])[]): Placed[][] {
  const several = rows.flat().length > 1;
  let index = 0;
  return rows
    .filter((row) => row.length)
    .map((row) =>
      row.map((choice) => {
        const numbered = several && index < digits;
        const label = numbered ? `${index + 1}. ${choice.label}` : choice.label;
        return { choice, index: index++, label };
      }),
    );
}

/** The choices as lines of markup, one a row of buttons. A choice beyond the ninth has no number and is typed. */
export const choiceLines = (rows: readonly (readonly Choice[])[]): string => {
  let index = 0;
  return rows
    .filter((row) => row.length)
    .map((row) =>
      row
        .map((choice) => {
          const text = choice.url
            ? `[${escapeMarkup(choice.label)}](${choice.url})`
            : escapeMarkup(choice.label);
          index++;
          return index <= digits ? `${index}. ${text}` : text;
        })
        .join(' · '),
    )
    .join('\n');
};

/** The id of a button: the delivery that carries it and its place in reading order, from 0. */
export const buttonId = (deliveryId: bigint, index: number): string => `${deliveryId}.${index}`;

export function parseButtonId(id: string): { deliveryId: bigint; index: number } | undefined {
  const match = /^(\d{1,18})\.(\d{1,3})$/.exec(id);
  return match?.[1] && match[2] ? { deliveryId: BigInt(match[1]), index: Number(match[2]) } : undefined;
}
