import { randomUUID } from 'node:crypto';
import type { ChaosPerson } from './world.ts';

/** What was sent, and that it was taken: kept outside the bot. */
export interface Sent {
  clientId: string;
  text: string;
  person: ChaosPerson;
  taken: boolean;
}

export interface Announced {
  key: string;
  text: string;
  taken: boolean;
}

/** The ledger of all lives. */
export class Ledger {
  readonly messages: Sent[] = [];
  readonly broadcasts: Announced[] = [];
}

/** A word of letters alone, told apart from every number that a reply may hold. */
export const markOf = (clientId: string): string =>
  clientId.slice(0, 8).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? 'z');

const json = { 'content-type': 'application/json' };

/** True where the bot took it (202 or 201); false where it died, refused for now or did not answer. */
async function post(
  url: string,
  token: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...json, ...headers, authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status >= 400 && response.status < 500)
      throw new Refused(`${response.status} ${await response.text()}`);
    return response.ok;
  } catch (error) {
    if (error instanceof Refused) throw error;
    return false;
  }
}

/** The bot said no to something that is right: a fault of ours, not of the chaos. */
class Refused extends Error {}

/** One person reports again and again, in words and by command; what was not taken is sent again under the same client id. */
export async function keepReporting(
  ledger: Ledger,
  person: ChaosPerson,
  life: () => string | undefined,
  goOn: () => boolean,
): Promise<void> {
  let percent = 1;
  while (goOn()) {
    const clientId = randomUUID();
    percent = (percent % 99) + 1;
    // Plain words and the command for the same, in turn.
    const share = percent % 3 ? `${percent}%` : `/tiendo #${person.task} ${percent}`;
    const text = `${share} đang rà soát ${markOf(clientId)}`;
    const sent: Sent = { clientId, text, person, taken: false };
    ledger.messages.push(sent);
    sent.taken = await insist(life, (url) =>
      post(`${url}/api/v1/chat/messages`, person.token, { clientId, text }),
    );
  }
}

/** Urgent broadcasts to all, each with a key of its own. */
export async function keepAnnouncing(
  ledger: Ledger,
  token: string,
  life: () => string | undefined,
  goOn: () => boolean,
  pause: () => Promise<void>,
): Promise<void> {
  while (goOn()) {
    const key = randomUUID();
    const announced: Announced = { key, text: `Thông báo khẩn ${key}`, taken: false };
    ledger.broadcasts.push(announced);
    const body = { text: announced.text, audience: ['tat-ca'], urgent: true };
    announced.taken = await insist(life, (url) =>
      post(`${url}/api/v1/broadcasts`, token, body, { 'idempotency-key': key }),
    );
    await pause();
  }
}

/** Tries until it is taken, over deaths and restarts. */
async function insist(
  life: () => string | undefined,
  attempt: (url: string) => Promise<boolean>,
): Promise<boolean> {
  for (;;) {
    const url = life();
    if (url !== undefined && (await attempt(url))) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
}
