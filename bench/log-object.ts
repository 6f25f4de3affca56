import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The sample's httplog lines. */
export function sampleLines(): readonly string[] {
  return gunzipSync(readFileSync(new URL('../samples/haproxy/wire-rfc3164.log.gz', import.meta.url)))
    .toString('latin1')
    .split('\n')
    .filter((line) => / www(?:-plain)? \w+\//.test(line));
}

const eventsPerMember = 2000;

/** Writes an object as Firehose does, gzip members of CloudWatch envelopes, up to a size. Returns its lines and the bytes of their text. */
export function writeLogObject(
  file: string,
  bytes: number,
  level = 1,
): { readonly lines: number; readonly textBytes: number } {
  const sample = sampleLines();
  const output = openSync(file, 'w');
  let [written, lines, textBytes] = [0, 0, 0];
  while (written < bytes) {
    const messages = Array.from({ length: eventsPerMember }, (_, at) => sample[(lines + at * 7) % sample.length] ?? '');
    const member = gzipSync(envelopeOf(messages, lines), { level });
    written += writeSync(output, member);
    lines += messages.length;
    textBytes += messages.reduce((sum, line) => sum + line.length + 1, 0);
  }
  closeSync(output);
  return { lines, textBytes };
}

function envelopeOf(messages: readonly string[], first: number): string {
  return JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: '/haproxy',
    logStream: 'edge-1',
    subscriptionFilters: ['to-lake'],
    logEvents: messages.map((message, at) => ({
      id: String(first + at).padStart(56, '0'),
      timestamp: 1_795_182_617_000 + first + at,
      message,
    })),
  });
}
