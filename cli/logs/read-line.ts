import * as z from 'zod';

/** A line of a function's log, as far as it can be read. */
export type LogLine = {
  readonly level: string;
  readonly message: string;
  readonly requestId?: string | undefined;
  /** Which bundle wrote it: `BUNDLE` of the function at that time. */
  readonly bundle?: string | undefined;
  /** What else the line says; stacks are apart. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly stacks: readonly string[];
};

const object = z.record(z.string(), z.unknown());
const stackKeys: ReadonlySet<string> = new Set(['stack', 'stackTrace', 'trace']);

/** What every line says of its function, and nobody reads. */
const known: ReadonlySet<string> = new Set([
  'level',
  'message',
  'timestamp',
  'service',
  'bundle',
  'function_name',
  'function_arn',
  'function_memory_size',
  'function_request_id',
  'cold_start',
  'sampling_rate',
  'xray_trace_id',
  'requestId',
]);

/** Reads a line; undefined for those that tell nobody anything: START, END and metrics. */
export function readLine(text: string): LogLine | undefined {
  if (/^(START|END|INIT_START) /.test(text)) return undefined;
  const json = readJson(text);
  if (json === undefined) return readTextLine(text);
  if ('_aws' in json) return undefined;
  return readJsonLine(json);
}

function readJsonLine(json: Readonly<Record<string, unknown>>): LogLine {
  const { level, message, bundle, function_request_id: request, requestId } = json;
  const { fields, stacks } = withoutStacks(json);
  return {
    level: textOf(level) ?? 'INFO',
    message: textOf(message) ?? '',
    requestId: textOf(request) ?? textOf(requestId),
    bundle: textOf(bundle),
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !known.has(name))),
    stacks,
  };
}

/** Lambda's own lines (`REPORT RequestId: …`), and what its runtime writes of console and of errors that nobody caught, with tabs between. */
function readTextLine(text: string): LogLine {
  const [, requestId, level, message] = /^\S+Z\t(\S*)\t([A-Z]+)\t([\s\S]*)$/.exec(text) ?? [];
  if (level === undefined || message === undefined) return readPlatformLine(text.trimEnd());
  const [, words = message, error] = /^(.*?)\s*(\{[\s\S]*\})\s*$/.exec(message) ?? [];
  const { fields, stacks } = withoutStacks(readJson(error ?? '') ?? {});
  const id = requestId === 'undefined' || requestId === '' ? undefined : requestId;
  return { level, message: words.trimEnd(), requestId: id, fields, stacks };
}

function readPlatformLine(text: string): LogLine {
  const [, requestId] = /RequestId: (\S+)/.exec(text) ?? [];
  const isFailure = /Status: (timeout|error)|Task timed out|Runtime exited|Runtime\.\w+/.test(text);
  const message = text.replace(/RequestId: \S+\s*/, '').replaceAll('\t', '  ');
  return { level: isFailure ? 'ERROR' : '', message, requestId, fields: {}, stacks: [] };
}

type Parted = { readonly fields: Record<string, unknown>; readonly stacks: readonly string[] };

function withoutStacks(json: Readonly<Record<string, unknown>>): Parted {
  const fields: Record<string, unknown> = {};
  const stacks: string[] = [];
  // The place that Powertools names is the first of the stack.
  const { location: _, ...others } = json;
  for (const [name, value] of Object.entries('stack' in json ? others : json)) {
    const stack = stackKeys.has(name) ? stackOf(value) : undefined;
    const inner = object.safeParse(value);
    if (stack !== undefined) stacks.push(stack);
    else if (inner.success) {
      const parted = withoutStacks(inner.data);
      fields[name] = parted.fields;
      stacks.push(...parted.stacks);
    } else fields[name] = value;
  }
  return { fields, stacks };
}

function stackOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length > 0 ? value.join('\n') : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readJson(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return object.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
