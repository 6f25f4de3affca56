import { readFileSync } from 'node:fs';
import { createLineReaders } from '@tributary/ingest/logs/core/haproxy/line-readers.ts';
import { recordOf } from '@tributary/ingest/logs/core/haproxy/record.ts';
import { readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { clear, emptyBatch, readFrom } from '@tributary/ingest/logs/core/haproxy/usual/request-batch.ts';
import { captures } from '../parse-object.ts';
import { serveRounds } from './serve.ts';

const [, , file = ''] = process.argv;
const text = readFileSync(file);
// Lines are decoded where they stand, so each round has a new copy.
const bytes = Buffer.from(text);
const spans = { from: starts(text), to: ends(text), isJson: false };
const origin = { record_id: null, received_at: null, source_key: null };
const { readUsual, parseLine } = createLineReaders(
  readSettings({ frontends: { www: captures, 'www-plain': captures } }),
);
const batch = emptyBatch();

serveRounds(readAll, () => text.copy(bytes));

function readAll(): { readonly requests: number; readonly bytesOut: number } {
  let requests = 0;
  readFrom(batch, bytes);
  for (let index = 0; index < spans.to.length; index += 1) {
    let outcome = readUsual(batch, spans, index);
    if (outcome === 'not_yet') {
      clear(batch);
      outcome = readUsual(batch, spans, index);
    }
    if (outcome === 'added' || isRequest(index)) requests += 1;
  }
  clear(batch);
  return { requests, bytesOut: 0 };
}

function isRequest(index: number): boolean {
  const line = bytes.toString('utf8', spans.from[index], spans.to[index]);
  return recordOf(parseLine(line, 1_795_182_617_000), origin).table === 'haproxy_requests';
}

function ends(lines: Buffer): Int32Array {
  const found: number[] = [];
  for (let at = lines.indexOf('\n'); at >= 0; at = lines.indexOf('\n', at + 1)) found.push(at);
  return Int32Array.from(found);
}

function starts(lines: Buffer): Int32Array {
  const found = ends(lines);
  return found.map((_, index) => (index === 0 ? 0 : (found[index - 1] ?? 0) + 1));
}
