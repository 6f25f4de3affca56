import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../local/cloud.ts';
import { type AthenaRunner, createAthenaRunner } from './athena.ts';
import { readCases } from './cases.ts';
import { judge, percentage, report, type Scored } from './score.ts';

const BAR = { right: 95, wrong: 0 };

const stateDir = mkdtempSync(join(tmpdir(), 'athena-sql-'));
let cloud: RunningCloud;
let runner: AthenaRunner;

beforeAll(async () => {
  cloud = await startCloud({ stateDir, port: 0 });
  runner = await createAthenaRunner(cloud.endpoint);
});

afterAll(async () => {
  runner?.close();
  await cloud?.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

test('Athena answers as a real Trino did', async () => {
  const scores: Scored[] = [];
  for (const one of readCases()) scores.push(judge(one, await runner.answer(one)));
  console.log(report(scores));
  expect(percentage(scores, 'right')).toBeGreaterThanOrEqual(BAR.right);
  expect(percentage(scores, 'wrong')).toBeLessThanOrEqual(BAR.wrong);
});
