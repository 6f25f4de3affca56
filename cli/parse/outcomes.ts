import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RejectReason } from '@tributary/ingest/logs/core/haproxy/outcome.ts';
import { createParseLine, type ParseLine } from '@tributary/ingest/logs/core/haproxy/parse-line.ts';
import { recordOf } from '@tributary/ingest/logs/core/haproxy/record.ts';
import { type HaproxySettings, readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { eventColumns, requestColumns } from '@tributary/ingest/logs/core/haproxy/tables.ts';
import { mapAsObject } from '@tributary/shared/parquet-write.ts';
import { parse as parseYaml } from 'yaml';
import { UsageError } from '../usage.ts';
import { type ParseInput, readParseInput } from './input.ts';

export const tableColumns = { haproxy_requests: requestColumns, haproxy_events: eventColumns } as const;

/** What a line becomes: a row, its keys in the order of the table's columns, or why it is none. */
export type ParseOutcome =
  | {
      readonly kind: 'row';
      readonly at: ParseInput['at'];
      readonly table: keyof typeof tableColumns;
      readonly row: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'rejected';
      readonly at: ParseInput['at'];
      /** `damaged` are bytes that hold no line. */
      readonly reason: RejectReason | 'damaged';
      readonly detail: string;
      readonly text?: string;
    };

const ownConfig = fileURLToPath(import.meta.resolve('@tributary/ingest/logs/haproxy.yml'));

/** What becomes of each line by the settings in `config`; throws UsageError where these or the input cannot be read. */
export async function* parseOutcomes(
  input: AsyncIterable<Buffer | string>,
  config = ownConfig,
): AsyncGenerator<ParseOutcome> {
  const parseLine = createParseLine(settingsOf(config));
  const now = Date.now();
  for await (const each of readParseInput(input))
    yield 'text' in each
      ? outcomeOf(parseLine, each, now)
      : { kind: 'rejected', at: each.at, reason: 'damaged', detail: each.reason };
}

type Line = Extract<ParseInput, { readonly text: string }>;

function settingsOf(config: string): HaproxySettings {
  try {
    return readSettings(parseYaml(readFileSync(config, 'utf8')));
  } catch (error) {
    const mistake = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${config}: ${mistake.replace(/^haproxy\.yml: /, '')}`);
  }
}

function outcomeOf(parseLine: ParseLine, { at, text, receivedAt }: Line, now: number): ParseOutcome {
  const provenance = { record_id: null, received_at: receivedAt, source_key: null };
  const record = recordOf(parseLine(text, receivedAt ?? now), provenance);
  if (record.table === 'rejected') return { kind: 'rejected', at, reason: record.reason, detail: record.detail, text };
  const { table, row } = record;
  const cells = tableColumns[table].map(({ name, type }) => [name, printed(row[name], type)] as const);
  return { kind: 'row', at, table, row: Object.fromEntries(cells) };
}

function printed(value: unknown, type: string): unknown {
  if (type === 'MAP_STRING_STRING') return mapAsObject(value) ?? null;
  return type === 'TIMESTAMP_MILLIS' && typeof value === 'number' ? new Date(value).toISOString() : (value ?? null);
}
