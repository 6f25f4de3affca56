import { readFileSync } from 'node:fs';
import type { Changes } from '../core/declaration/changes.ts';
import { readChanges } from '../core/declaration/read-changes.ts';

/** The changes.yml that lies beside the function; throws an Error that lists its mistakes. */
export function loadChanges(): Changes {
  return readChanges(readFileSync(`${process.env.LAMBDA_TASK_ROOT ?? '.'}/changes/changes.yml`, 'utf8'));
}
