import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCases } from './cases.ts';
import { createEngine, type Engine } from './direct/engine.ts';
import { isWild, judge, percentage, report, type Scored } from './score.ts';

const BAR = { right: 93, wrong: 2 };

const scratch = mkdtempSync(join(tmpdir(), 'sqltest-'));
let engine: Engine;

beforeAll(async () => {
  engine = await createEngine(scratch);
});

afterAll(() => {
  engine?.close();
  rmSync(scratch, { recursive: true, force: true });
});

test('plans run on plain DuckDB tables give what a real Trino gave', async () => {
  const scores: Scored[] = [];
  for (const one of readCases()) scores.push(judge(one, await engine.answer(one)));
  console.log(report(scores));
  const usual = scores.filter((score) => !isWild(score));
  expect(percentage(usual, 'right')).toBeGreaterThanOrEqual(BAR.right);
  expect(percentage(usual, 'wrong')).toBeLessThanOrEqual(BAR.wrong);
  expect(percentage(scores.filter(isWild), 'wrong')).toBe(0);
});
