import type { ChannelAbilities, OutboundButton, OutboundFile } from '../channels/channel.ts';
import { buttonId, choiceLines, placeChoices } from '../domain/choices.ts';
import { escapeMarkup } from '../domain/markup.ts';
import type { Choice } from '../domain/message.ts';
import { splitMarkup } from '../domain/split.ts';

/** What a channel is handed at once: a long text goes out in several parts. */
export interface Part {
  text: string;
  buttons: OutboundButton[][];
  files: OutboundFile[];
}

/**
 * A message as a channel with these abilities can carry it. Where it has no buttons the choices stand in the text,
 * under the same digits; where it takes no files their names do. Buttons and files go with the last part.
 */
export function partsOf(
  message: { id: bigint; text: string; buttons: Choice[][] | null; files: readonly OutboundFile[] },
  can: ChannelAbilities,
): Part[] {
  const choices = message.buttons ?? [];
  const named = can.files ? [] : message.files.map((file) => `- ${escapeMarkup(file.name)}`);
  const listed = can.buttons ? '' : choiceLines(choices);
  const text = [[message.text, ...named].join('\n'), listed].filter(Boolean).join('\n\n');
  const texts = splitMarkup(text, can.textLength);
  return texts.map((part, index) => {
    const last = index === texts.length - 1;
    return {
      text: part,
      buttons: last && can.buttons ? buttonsOf(message.id, choices) : [],
      files: last && can.files ? [...message.files] : [],
    };
  });
}

const buttonsOf = (id: bigint, choices: readonly (readonly Choice[])[]): OutboundButton[][] =>
  placeChoices(choices).map((row) =>
    row.map(({ choice, index, label }) => ({
      id: buttonId(id, index),
      label: choice.label,
      numbered: label,
      ...(choice.url ? { url: choice.url } : {}),
    })),
  );
