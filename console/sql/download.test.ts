import { expect, test } from 'vitest';
import { downloadCsv } from './download.ts';
import { written } from './result/written.ts';

const rows = Array.from({ length: 30_000 }, (_, at) => [String(at), at % 3 === 0 ? null : `é,"${at}"\n`]);
const text = written([['id', 'name'], ...rows]);
/** Cut every so many bytes, within characters and quotes. */
const fileOf = (bytes: Uint8Array<ArrayBuffer>, cut: number) => ({
  isText: false,
  range: async () => bytes,
  stream: async () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += cut) controller.enqueue(bytes.subarray(at, at + cut));
        controller.close();
      },
    }),
});
const { signal } = new AbortController();

test('CSV is byte for byte what Athena wrote, and how far it is is told', async () => {
  const bytes = new TextEncoder().encode(text.repeat(20));
  const seen: number[] = [];
  const blob = await downloadCsv(fileOf(bytes, 65_521), signal, (done) => seen.push(done));
  expect(Buffer.compare(new Uint8Array(await blob.arrayBuffer()), bytes)).toBe(0);
  expect([blob.type, seen.at(-1), seen.length > 100]).toEqual(['text/csv', bytes.length, true]);
});
