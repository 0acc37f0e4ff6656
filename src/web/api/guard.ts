import { maskCitizenIds, secrecyMark } from '../../domain/secrecy.ts';
import { Problem } from './problem.ts';

/** The same guard as at every way in (design §5, "Secrecy"): marked texts are refused, citizen-id numbers masked. */
export function guarded(body: unknown): unknown {
  if (typeof body === 'string') {
    if (secrecyMark(body)) throw new Problem('secret');
    return maskCitizenIds(body);
  }
  if (Array.isArray(body)) return body.map(guarded);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, guarded(value)]));
}
