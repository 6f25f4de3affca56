import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createParseLine, type ParseLine } from '@tributary/ingest/logs/core/haproxy/parse-line.ts';
import { recordOf } from '@tributary/ingest/logs/core/haproxy/record.ts';
import { type HaproxySettings, readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { eventColumns, requestColumns } from '@tributary/ingest/logs/core/haproxy/tables.ts';
import { mapAsObject } from '@tributary/shared/parquet-write.ts';
import { parse as parseYaml } from 'yaml';
import { type ParseInput, readParseInput } from '../parse-input.ts';
import { standardInput } from '../standard-input.ts';
import { write } from '../terminal/output.ts';
import { UsageError } from '../usage.ts';

const ownConfig = fileURLToPath(import.meta.resolve('@tributary/ingest/logs/haproxy.yml'));

/**
 * `lake parse < FILE`: rows as NDJSON on standard output; rejects and HAProxy's notices, with where they stood, on standard error. The file
 * holds lines, or is an object of raw/logs as Firehose writes it.
 */
export async function parse({ config = ownConfig }: { readonly config?: string | undefined }): Promise<number> {
  const parseLine = createParseLine(settingsOf(config));
  const now = Date.now();
  for await (const input of readParseInput(standardInput('lake parse < FILE'))) {
    const { out, error } = 'text' in input ? answer(parseLine, input, now) : { error: ndjson(rejectedBytes(input)) };
    if (out !== undefined) await write(process.stdout, out);
    if (error !== undefined) await write(process.stderr, error);
  }
  return 0;
}

type Line = Extract<ParseInput, { readonly text: string }>;

function rejectedBytes({ at, reason }: Exclude<ParseInput, Line>) {
  return { ...at, rejected: 'damaged', detail: reason };
}

function settingsOf(config: string): HaproxySettings {
  try {
    return readSettings(parseYaml(readFileSync(config, 'utf8')));
  } catch (error) {
    const mistake = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${config}: ${mistake.replace(/^haproxy\.yml: /, '')}`);
  }
}

function answer(parseLine: ParseLine, { at, text, receivedAt }: Line, now: number): { out?: string; error?: string } {
  const provenance = { record_id: null, received_at: receivedAt, source_key: null };
  const record = recordOf(parseLine(text, receivedAt ?? now), provenance);
  if (record.table === 'rejected') {
    return { error: ndjson({ ...at, rejected: record.reason, detail: record.detail, text }) };
  }
  const isRequest = record.table === 'haproxy_requests';
  const row = Object.fromEntries(
    (isRequest ? requestColumns : eventColumns).map(({ name, type }) => [name, printed(record.row[name], type)]),
  );
  return isRequest ? { out: ndjson(row) } : { error: ndjson({ ...at, notice: row }) };
}

function printed(value: unknown, type: string): unknown {
  if (type === 'MAP_STRING_STRING') return mapAsObject(value) ?? null;
  return type === 'TIMESTAMP_MILLIS' && typeof value === 'number' ? new Date(value).toISOString() : (value ?? null);
}

function ndjson(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
