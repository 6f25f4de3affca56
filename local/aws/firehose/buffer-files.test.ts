import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openBufferFiles } from './buffer-files.ts';

const dir = mkdtempSync(join(tmpdir(), 'buffers-'));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const record = (text: string) => ({ recordId: text, arrival: 1, data: Buffer.from(text) });

test('records around a torn and a damaged line are delivered, and the damaged bytes outlive the buffer', () => {
  const open = join(dir, 's', 'open.jsonl');
  openBufferFiles(dir).append('s', [record('a'), record('b')], 1);
  appendFileSync(open, '{"recordId":"torn');
  const before = openBufferFiles(dir);
  before.append('s', [record('c')], 1);
  appendFileSync(open, '{"recordId":"torn');
  before.append('s', [record('d')], 1);
  appendFileSync(open, '{"damaged"\n');
  const files = openBufferFiles(dir);
  files.append('s', [record('e')], 1);
  files.seal('s');
  for (const buffer of files.sealed('s')) {
    expect(files.read(buffer).map(({ recordId }) => recordId)).toEqual(['a', 'b', 'c', 'd', 'e']);
    files.done(buffer);
  }
  expect(files.sealed('s')).toEqual([]);
  const [aside = ''] = readdirSync(join(dir, 's'));
  expect(readFileSync(join(dir, 's', aside), 'utf8')).toBe('{"damaged"\n');
});
