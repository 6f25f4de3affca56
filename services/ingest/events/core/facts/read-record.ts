import { TextDecoder } from 'node:util';
import { envelope } from '../messages/envelope.ts';
import type { FactEvent } from './facts-of.ts';
import { compactJson, membersOf } from './json-text.ts';

/** A record of the stream as the events on its lines, or why it is none: then it is kept whole, to be run again. */
export type ReadRecord =
  | { readonly kind: 'events'; readonly events: readonly FactEvent[]; readonly undeclared: number }
  | { readonly kind: 'failed'; readonly reason: string };

const header = envelope.omit({ payload: true });
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a record's lines; of events whose type nobody has declared only their number. */
export function readRecord(data: Buffer, isDeclared: (eventType: string) => boolean): ReadRecord {
  const lines = linesOf(data);
  if (lines === undefined) return { kind: 'failed', reason: 'it is not UTF-8' };
  const events: FactEvent[] = [];
  let undeclared = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const event = readLine(line, isDeclared);
    if (typeof event === 'string') return { kind: 'failed', reason: `line ${index + 1}: ${event}` };
    if (event === null) undeclared += 1;
    else events.push(event);
  }
  return { kind: 'events', events, undeclared };
}

function linesOf(data: Buffer): readonly string[] | undefined {
  try {
    return utf8.decode(data).split('\n');
  } catch {
    return undefined;
  }
}

/** null: of no declared type. A text: what is wrong with it; no part of its content. */
function readLine(line: string, isDeclared: (eventType: string) => boolean): FactEvent | string | null {
  const value = parsed(line);
  if (value === undefined) return 'is no JSON';
  const read = header.safeParse(value);
  if (!read.success) {
    return `is no envelope: ${read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`;
  }
  if (!isDeclared(read.data.event_type)) return null;
  const payload = membersOf(compactJson(line)).get('payload');
  return payload === undefined ? 'is no envelope: it has no payload' : { ...read.data, payload };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
