import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShardCheckpoints } from './shard-checkpoints.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'checkpoints-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const lane = (of: number, index: number) => ({ mapping: 'm', shard: 's', lane: index, of });
const file = () => join(dir, 'm', 's', '1-0.jsonl');

test('the last checkpoint counts, also beside a torn one; the file stays small', () => {
  const checkpoints = openShardCheckpoints(dir);
  for (let after = 0; after < 20_000; after++)
    checkpoints.write(lane(1, 0), { after: String(after).padStart(56, '0') });
  expect(statSync(file()).size).toBeLessThan(300_000);
  appendFileSync(file(), '{"after":"torn');
  const again = openShardCheckpoints(dir);
  const [last] = again.begin('m', 's', 1);
  expect(last?.after).toMatch(/0019999$/);
  again.write(lane(1, 0), { after: 'x' });
  expect(openShardCheckpoints(dir).begin('m', 's', 1)).toEqual([{ after: 'x' }]);
  appendFileSync(file(), '{"after":"y"]\n');
  expect(openShardCheckpoints(dir).begin('m', 's', 1)).toEqual([{ after: 'x' }]);
});

test('another number of lanes begins where the last of the old ones was, windows at their first record', () => {
  const checkpoints = openShardCheckpoints(dir);
  checkpoints.write(lane(2, 0), { after: '7' });
  expect(checkpoints.begin('m', 's', 3)).toEqual([{}, {}, {}]);
  for (const [index, after] of ['5', '6', '8'].entries()) checkpoints.write(lane(3, index), { after });
  checkpoints.write(lane(3, 2), { after: '9', window: { start: 0, end: 1, state: { n: 1 }, from: '4' } });
  expect(checkpoints.begin('m', 's', 1)).toEqual([{ after: '4' }]);
  expect(readdirSync(join(dir, 'm', 's'))).toEqual(['1-0.jsonl']);
  checkpoints.write(lane(1, 0), { after: '9', isFinished: true });
  expect(checkpoints.begin('m', 's', 2)).toEqual([{ isFinished: true }, { isFinished: true }]);
});

test('shards and mappings that are no more are forgotten', () => {
  const checkpoints = openShardCheckpoints(dir);
  for (const shard of ['a', 'b']) checkpoints.write({ mapping: 'm', shard, lane: 0, of: 1 }, { after: shard });
  checkpoints.keepOnly('m', new Set(['b']));
  expect(readdirSync(join(dir, 'm'))).toEqual(['b']);
  checkpoints.forget('m');
  expect(checkpoints.begin('m', 'b', 1)).toEqual([{}]);
  checkpoints.write({ mapping: 'm', shard: 'b', lane: 0, of: 1 }, { after: 'c' });
  expect(checkpoints.begin('m', 'b', 1)).toEqual([{ after: 'c' }]);
});
