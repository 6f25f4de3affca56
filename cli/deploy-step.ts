import { readFileSync, statSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** Its log is opened when it begins. */
const turn = 'its turn, after another process that deploys it';

/** What a deployment is at, by the log that `serverless` writes: its last line, or that it has not come to write one since `startedAt`. */
export function deployStep(logFile: string, startedAt: number): string {
  try {
    if (statSync(logFile).mtimeMs < startedAt) return turn;
    const lines = stripVTControlCharacters(readFileSync(logFile, 'utf8')).split('\n');
    return lines.map((line) => line.trim()).findLast((line) => line !== '') ?? 'starting serverless';
  } catch {
    return turn;
  }
}
