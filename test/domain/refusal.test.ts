import { expect, test } from 'vitest';
import { isRefusal, Refusal, refusalCodes } from '../../src/domain/refusal.ts';

test('a refusal carries its code and fields and is told from a fault', () => {
  const refusal = new Refusal('taskUnknown', { task: 12 });
  expect({ code: refusal.code, fields: refusal.fields, name: refusal.name }).toEqual({
    code: 'taskUnknown',
    fields: { task: 12 },
    name: 'Refusal',
  });
  expect(isRefusal(refusal)).toBe(true);
  expect(isRefusal(new Error('taskUnknown'))).toBe(false);
});

test('codes are locale keys: each once, and no mark that i18next reads as a context', () => {
  expect(new Set(refusalCodes).size).toBe(refusalCodes.length);
  expect(refusalCodes.filter((code) => !/^[a-z][A-Za-z]+$/.test(code))).toEqual([]);
});
