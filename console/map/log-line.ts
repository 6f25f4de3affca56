import * as z from 'zod/mini';
import { parsed } from './report.ts';

/** A line of a log, for a person. */
export type LogLine = {
  /** `INFO`, `ERROR`; of Lambda's own lines and of metrics there is none. */
  readonly level: string | undefined;
  readonly message: string;
  /** What else stands in it, by name. */
  readonly rest: readonly (readonly [name: string, value: string])[];
};

const recordSchema = z.record(z.string(), z.unknown());

/** Said of every line of a function: nobody looks for it in a single one. */
const known = new Set(
  ['level', 'message', 'timestamp', 'service', 'cold_start', 'function_arn', 'function_memory_size'].concat([
    'function_name',
    'sampling_rate',
    '_aws',
    'bundle',
    'time',
  ]),
);

/** Reads a line as Powertools writes it, as Lambda writes what is printed, a line of metrics, or any other. */
export function readLogLine(text: string): LogLine {
  const read = text.startsWith('{') ? recordSchema.safeParse(parsed(text)) : undefined;
  if (read?.success === true) return fromRecord(read.data);
  const [, id, level, message] = /^\S+Z\t(\S+)\t([A-Z]+)\t(.*)$/s.exec(text) ?? [];
  if (message === undefined || level === undefined) return { level: undefined, message: text.trimEnd(), rest: [] };
  return { level, message: message.trimEnd(), rest: id === undefined ? [] : [['request', id]] };
}

function fromRecord(record: Readonly<Record<string, unknown>>): LogLine {
  const rest = Object.entries(record)
    .filter(([name]) => !known.has(name))
    .map(([name, value]): readonly [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
  if (record._aws !== undefined) return { level: undefined, message: 'Metrics', rest };
  const { level, message, type } = record;
  const said = typeof message === 'string' ? message : typeof type === 'string' ? type : 'A record';
  return { level: typeof level === 'string' ? level : undefined, message: said, rest };
}

/** Lambda writes them around each invocation, and they say nothing more than its report. */
export function isNoise(text: string): boolean {
  return /^(START|END) RequestId: /.test(text);
}

/** What a person types becomes a pattern that CloudWatch takes as that text: it has to stand in the line as it is. */
export function patternOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '' || /^[{[?%]/.test(trimmed)) return trimmed;
  return `"${trimmed.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
