import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { metricOf, openMetricStore } from './metric-store.ts';

const dir = mkdtempSync(join(tmpdir(), 'metrics-'));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a damaged line is lost alone and kept aside, a torn one is dropped, and what follows stands alone', () => {
  const now = Date.now();
  const metric = metricOf('N', 'm', []);
  const sample = (value: number) => ({
    ...{ timestamp: now, unit: 'Count', count: 1, sum: value, minimum: value, maximum: value },
    values: [value],
  });
  const total = () => openMetricStore(dir, now).samples(metric, now - 60_000, now + 60_000)[0]?.sum;
  const file = join(dir, 'metrics.jsonl');
  openMetricStore(dir, now).add(metric, [sample(1)]);
  appendFileSync(file, '[{"namespace":"N"\n');
  const store = openMetricStore(dir, now);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe('[{"namespace":"N"\n');
  appendFileSync(file, '[{"torn');
  store.add(metric, [sample(2)]);
  expect(total()).toBe(3);
  appendFileSync(file, '[{"torn');
  expect(total()).toBe(3);
});
