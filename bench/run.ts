import { addPeople, makeBed, type Figure } from './bed.ts';
import { inbound } from './inbound.ts';
import { outbound } from './outbound.ts';
import { status, tick } from './questions.ts';
import { starting } from './start.ts';

/** `npm run bench`: every figure beside something measured in the same run, for machines differ. */

const show = ({ name, value, peer, ratio }: Figure): void =>
  void process.stdout.write(`${name}: ${value}; ${peer}; ratio ${ratio.toFixed(2)}\n`);

for (const figure of await starting()) show(figure);
const bed = await makeBed();
try {
  await addPeople(bed.prisma, 1000);
  for (const part of [outbound, inbound, status, tick]) for (const figure of await part(bed)) show(figure);
} finally {
  await bed.close();
}
