import { fold, nfc } from '../../src/domain/vietnamese.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { isAudience } from './audience.ts';
import { oncePerMessage } from './once.ts';

/** What can be done about a broadcast that was sent. */
export type BroadcastAct = 'stop' | 'missing' | 'correct' | 'recall';

export type BroadcastLine =
  { act: BroadcastAct; offset: number } | { act?: undefined; audience?: string; text?: string };

const acts: readonly (readonly [BroadcastAct, RegExp])[] = [
  ['stop', /^(?:dung|dung gui|ngung|ngung gui|stop)$/],
  ['missing', /^(?:ai )?(?:chua nhan|chua doc|chua xem|chua xac nhan|missing)(?: (?:tiep|next) (\d+))?$/],
  ['correct', /^(?:dinh chinh|sua|correct)$/],
  ['recall', /^(?:thu hoi|recall)$/],
];

/** "/thongbao dừng" acts on the one that was sent; "/thongbao các sở: họp lúc 08:00" begins a new one. */
export const readBroadcastLine = oncePerMessage(
  async (line: string, at: Conversation): Promise<BroadcastLine> => {
    for (const [act, pattern] of acts) {
      const match = pattern.exec(fold(line));
      if (match) return { act, offset: Number(match[1] ?? 0) };
    }
    const text = nfc(line).trim();
    const colon = /^(?:gửi\s+|gui\s+)?(?:cho\s+|to\s+)?([^:\n]{2,160}):\s*([\s\S]+)$/iu.exec(text);
    if (colon?.[1] && colon[2] && (await isAudience(colon[1], at)))
      return { audience: colon[1], text: colon[2] };
    return text ? { text } : {};
  },
);
