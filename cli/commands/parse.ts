import { fstatSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createParseLine, type ParseLine } from '@tributary/ingest/src/core/haproxy/parse-line.ts';
import { recordOf } from '@tributary/ingest/src/core/haproxy/record.ts';
import { type HaproxySettings, readSettings } from '@tributary/ingest/src/core/haproxy/settings.ts';
import { eventColumns, requestColumns } from '@tributary/ingest/src/core/haproxy/tables.ts';
import { parse as parseYaml } from 'yaml';
import { splitLines } from '../log-lines.ts';
import { UsageError } from '../usage.ts';

const ownConfig = fileURLToPath(import.meta.resolve('@tributary/ingest/haproxy.yml'));

/** `lake parse < FILE`: rows as NDJSON on standard output; rejects and HAProxy's notices, with line numbers, on standard error. */
export async function parse(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { config: { type: 'string', default: ownConfig } } });
  const parseLine = createParseLine(settingsOf(values.config));
  const now = Date.now();
  let lineNumber = 0;
  for await (const line of inputLines()) {
    lineNumber += 1;
    const { out, error } = answer(parseLine, line, lineNumber, now);
    if (out !== undefined) await write(process.stdout, out);
    if (error !== undefined) await write(process.stderr, error);
  }
  return 0;
}

async function* inputLines(): AsyncGenerator<string> {
  // Node gives an empty stream for a folder, instead of an error.
  if (fstatSync(0).isDirectory()) throw new UsageError('standard input is a folder: lake parse < FILE');
  try {
    yield* splitLines(process.stdin);
  } catch (error) {
    throw new UsageError(`standard input cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function settingsOf(config: string): HaproxySettings {
  try {
    return readSettings(parseYaml(readFileSync(config, 'utf8')));
  } catch (error) {
    const mistake = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${config}: ${mistake.replace(/^haproxy\.yml: /, '')}`);
  }
}

function answer(parseLine: ParseLine, line: string, lineNumber: number, now: number): { out?: string; error?: string } {
  const record = recordOf(parseLine(line, now), { record_id: null, received_at: null, source_key: null });
  if (record.table === 'rejected') {
    return { error: ndjson({ line: lineNumber, rejected: record.reason, detail: record.detail, text: line }) };
  }
  const isRequest = record.table === 'haproxy_requests';
  const row = Object.fromEntries(
    (isRequest ? requestColumns : eventColumns).map(({ name, type }) => [name, printed(record.row[name], type)]),
  );
  return isRequest ? { out: ndjson(row) } : { error: ndjson({ line: lineNumber, notice: row }) };
}

function printed(value: unknown, type: string): unknown {
  return type === 'TIMESTAMP_MILLIS' && typeof value === 'number' ? new Date(value).toISOString() : (value ?? null);
}

function ndjson(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', resolve));
}
