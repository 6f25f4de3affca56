import { reportFields } from './report-line.ts';

/** A row of a query: fields by name. What is not there has no value. */
export type Row = ReadonlyMap<string, Value>;
/** A time is a Date. */
export type Value = string | number | Date;

export type LogEvent = {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly stream: string;
  /** `account:group`. */
  readonly log: string;
  readonly ptr: string;
};

/** true is 1 and false 0. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html: a JSON event has up to 200. */
const maxFields = 200;

/** An event's own fields, those of a JSON line by dotted names, and those of Lambda's lines. */
export function rowOf(event: LogEvent): Row {
  const row = new Map<string, Value>([
    ['@timestamp', new Date(event.timestamp)],
    ['@message', event.message],
    ['@logStream', event.stream],
    ['@log', event.log],
    ['@ingestionTime', new Date(event.ingestionTime)],
    ['@ptr', event.ptr],
  ]);
  for (const [name, value] of reportFields(event.message)) row.set(name, value);
  const begin = event.message.indexOf('{');
  if (begin >= 0) addJson(row, event.message.slice(begin));
  return row;
}

function addJson(row: Map<string, Value>, text: string): void {
  try {
    const left = { fields: maxFields };
    flatten(row, '', JSON.parse(text), left);
  } catch {
    // What is no JSON has no more fields.
  }
}

function flatten(row: Map<string, Value>, path: string, value: unknown, left: { fields: number }): void {
  if (value === null || left.fields <= 0) return;
  if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value))
      flatten(row, path === '' ? name : `${path}.${name}`, inner, left);
    return;
  }
  if (path === '') return;
  left.fields -= 1;
  row.set(path, typeof value === 'string' ? value : Number(value));
}
