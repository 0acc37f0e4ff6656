import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { roles } from '../domain/roles.ts';

/** The form of `prisma/demo/119.yaml`. */

const person = z.strictObject({
  name: z.string(),
  role: z.enum(roles),
  rank: z.enum(['main', 'deputy']).default('main'),
  honorific: z.enum(['dong_chi', 'ong', 'ba']).default('dong_chi'),
  position: z.string().optional(),
  phone: z.string(),
});
export type DemoPerson = z.output<typeof person>;

const event = z.strictObject({
  day: z.int(),
  agency: z.string(),
  says: z.string().optional(),
  /** The words kept beside what is said. */
  text: z.string().optional(),
  decides: z.enum(['accept', 'return']).optional(),
  reason: z.string().optional(),
});
export type DemoEvent = z.output<typeof event>;

const task = z.strictObject({
  title: z.string(),
  duty: z.string().optional(),
  to: z.array(z.string()),
  given: z.int(),
  due: z.int(),
  events: z.array(event).default([]),
});
export type DemoTask = z.output<typeof task>;

const demo = z.strictObject({
  mark: z.string(),
  people: z.record(z.string(), z.array(person)),
  tasks: z.array(task),
  broadcasts: z.array(
    z.strictObject({
      day: z.int(),
      text: z.string(),
      to: z.array(z.string()),
      ack: z.boolean().default(false),
    }),
  ),
});
export type Demo = z.output<typeof demo>;

const file = join(import.meta.dirname, '..', '..', 'prisma', 'demo', '119.yaml');

export const readDemo = (): Demo => demo.parse(parse(readFileSync(file, 'utf8')));
