import { addPeople, makeBed, type Figure } from './bed.ts';
import { inbound } from './inbound.ts';
import { outbound } from './outbound.ts';
import { status, tick } from './questions.ts';
import { starting } from './start.ts';
import { telegramBroadcast, telegramInbound } from './telegram.ts';

/**
 * `npm run bench [-- PART …]`: every figure beside something measured in the same run, for machines differ. Without
 * names of parts all of them.
 */

const parts = { outbound, inbound, status, tick, telegramInbound, telegramBroadcast };
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => !wanted.length || wanted.includes(name);

const show = ({ name, value, peer, ratio }: Figure): void =>
  void process.stdout.write(`${name}: ${value}; ${peer}; ratio ${ratio.toFixed(2)}\n`);

if (isWanted('starting')) for (const figure of await starting()) show(figure);
const bed = await makeBed();
try {
  await addPeople(bed.prisma, 1000);
  for (const [name, part] of Object.entries(parts)) {
    if (isWanted(name)) for (const figure of await part(bed)) show(figure);
  }
} finally {
  await bed.close();
}
