import { plainRow } from '../../test/structured-data.ts';
import type { LineOutcome } from './outcome.ts';
import { createParseLine } from './parse-line.ts';
import { readSettings } from './settings.ts';

export const receivedAt = Date.UTC(2026, 10, 20, 14);

export const at = Date.UTC(2026, 10, 20, 13, 50, 17, 908);

export const rest = 'www b/s 0/1/2/3/4 200 55 - - ---- 1/2/3/4/0 6/7';

export const date = '[20/Nov/2026:13:50:17.908]';

export function parse(
  line: string,
  document: unknown = { frontends: { www: { request: ['Host', 'User-Agent'] } } },
): LineOutcome {
  return createParseLine(readSettings(document))(line, receivedAt).outcome;
}

export function rowOf(line: string, document?: unknown): object {
  const outcome = parse(line, document);
  if (outcome.kind !== 'request') throw new Error(JSON.stringify(outcome));
  return plainRow(outcome.row);
}

/** Of a cut line: flagged, each value null or the whole line's, texts of the request its beginning. */
export function mayBe(value: unknown, whole: unknown, field: string): boolean {
  if (field === 'truncated') return value === true;
  if (value === null || value === whole) return true;
  if (field === 'request_date') return whole === at && value === at - 908;
  if (typeof value === 'string') return (field === 'path' || field === 'query') && String(whole).startsWith(value);
  const headers = new Map(Object.entries(Object(whole)));
  return Object.entries(Object(value)).every(([name, text]) => String(headers.get(name)).startsWith(String(text)));
}
