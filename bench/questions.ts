import { remind } from '../src/jobs/reminders.ts';
import { tracking } from '../src/store/tracking.ts';
import { silentLog } from '../test/harness/log.ts';
import { addAssignments, p95, timed, type Bed, type Figure } from './bed.ts';

/** The tracking question at 100,000 assignments, beside a plain count of the same rows. */
export async function status(bed: Bed): Promise<Figure[]> {
  const { prisma, env } = bed;
  await addAssignments(prisma, 100_000);
  const ask = () => tracking(prisma, new Date(), env.zone);
  await ask();
  const ours = await p95(40, ask);
  const bare = await p95(
    40,
    () => prisma.$queryRaw`SELECT "agencyId", state, count(*) FROM "Assignment" GROUP BY 1, 2`,
  );
  const agency = await prisma.agency.findFirstOrThrow({ where: { code: 'STP' } });
  const one = await p95(40, () => tracking(prisma, new Date(), env.zone, { agencyIds: [agency.id] }));
  return [
    {
      name: 'status question, 100,000 assignments, p95',
      value: `${ours.toFixed(1)} ms (one agency: ${one.toFixed(1)} ms)`,
      peer: `plain count by agency and state: ${bare.toFixed(1)} ms`,
      ratio: ours / bare,
    },
  ];
}

/** A tick costs what is due, not what exists: 200 due among few, then among a million. */
export async function tick(bed: Bed): Promise<Figure[]> {
  const { prisma, env } = bed;
  // 10:00 of a working day: nothing is quiet.
  const at = new Date('2026-11-25T03:00:00Z');
  const run = async (): Promise<number> => {
    await prisma.$executeRaw`UPDATE "Assignment" SET "nextReminderAt" = ${new Date(at.getTime() - 60_000)}
      WHERE id IN (SELECT id FROM "Assignment" WHERE state = 'in_progress' ORDER BY id LIMIT 200)`;
    return (await timed(() => remind({ prisma, env, clock: () => at, log: silentLog }))).ms;
  };
  await prisma.$executeRaw`UPDATE "Assignment" SET "nextReminderAt" = ${new Date(at.getTime() + 86_400_000)}`;
  await run();
  const few = await run();
  const count = await prisma.assignment.count();
  await addAssignments(prisma, 1_000_000 - count);
  await prisma.$executeRaw`UPDATE "Assignment" SET "nextReminderAt" = ${new Date(at.getTime() + 86_400_000)}
    WHERE "nextReminderAt" <= ${at}`;
  const many = await run();
  return [
    {
      name: 'reminder tick, 200 due among 1,000,000 assignments',
      value: `${many.toFixed(0)} ms`,
      peer: `200 due among ${count.toLocaleString('en')}: ${few.toFixed(0)} ms`,
      ratio: many / few,
    },
  ];
}
