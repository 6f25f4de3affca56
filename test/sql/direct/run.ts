import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCases } from '../cases.ts';
import { judge, report } from '../score.ts';
import { createEngine } from './engine.ts';

const pattern = process.argv[2] ?? '';
const engine = await createEngine(mkdtempSync(join(tmpdir(), 'sqltest-')));
const scores = [];
for (const one of readCases().filter((candidate) => candidate.name.includes(pattern)))
  scores.push(judge(one, await engine.answer(one)));
console.log(report(scores));
