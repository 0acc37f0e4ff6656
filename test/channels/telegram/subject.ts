import { expect } from 'vitest';
import type { Subject } from '../../harness/channel-contract.ts';
import type { TelegramPerson } from '../../harness/telegram/index.ts';
import { openStage, type Stage } from './stage.ts';

const idOf = (data = ''): string => data.split(':')[0] ?? '';

/** The contract's subject, with the stage behind it. */
export interface OnStage extends Subject {
  stage: Stage;
  lan: TelegramPerson;
}

export async function subject(): Promise<OnStage> {
  const stage = await openStage();
  const lan = stage.platform.person({ name: 'Lan' });
  lan.starts();
  let deliveries = 0n;
  return {
    stage,
    lan,
    channel: stage.channel,
    address: String(lan.id),
    delivery: async () => ++deliveries,
    seen: async () =>
      lan
        .sees()
        .filter((message) => message.from === 'bot')
        .map(({ id, text, buttons, files }) => ({
          platformId: String(id),
          text,
          buttons: buttons.flat().map(({ label, data, url }) => ({ id: idOf(data), label, url })),
          files: files.map((file) => file.name),
        })),
    async close() {
      await stage.close();
      expect(stage.platform.breaches).toEqual([]);
    },
  };
}
