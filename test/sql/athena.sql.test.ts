import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../local/cloud.ts';
import { type AthenaRunner, createAthenaRunner } from './athena.ts';
import { readCases } from './cases.ts';
import { isWild, judge, percentage, report, type Scored } from './score.ts';

const BAR = { right: 97, wrong: 0 };
/** Of what other people write, much is refused still; none of it may be wrong. */
const WILD_BAR = { right: 23, wrong: 0 };

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
  const [wild, usual] = [scores.filter(isWild), scores.filter((score) => !isWild(score))];
  expect(percentage(usual, 'right')).toBeGreaterThanOrEqual(BAR.right);
  expect(percentage(usual, 'wrong')).toBeLessThanOrEqual(BAR.wrong);
  expect(percentage(wild, 'right')).toBeGreaterThanOrEqual(WILD_BAR.right);
  expect(percentage(wild, 'wrong')).toBeLessThanOrEqual(WILD_BAR.wrong);
});
