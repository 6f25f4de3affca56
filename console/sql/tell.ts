import { dollars, scanCost } from '@tributary/shared/athena-cost.ts';
import { size } from '@tributary/shared/size.ts';
import type { Execution } from '../aws/athena.ts';

type Counted = Pick<Execution, 'StatementType' | 'Status' | 'Statistics'>;

/** `12.5 kB scanned, $0.000048 on AWS`; what fails, and what reads no rows, costs nothing. Empty while it is not known. */
export function scannedText({ StatementType, Status, Statistics }: Counted): string {
  const bytes = Statistics?.DataScannedInBytes;
  if (bytes === undefined || Status.State === 'QUEUED' || Status.State === 'RUNNING') return '';
  return `${size(bytes)} scanned, ${dollars(costOf(bytes, StatementType, Status.State))} on AWS`;
}

function costOf(bytes: number, type: string | undefined, state: Execution['Status']['State']): number {
  const isFree = type !== 'DML' || state === 'FAILED' || (state === 'CANCELLED' && bytes === 0);
  return isFree ? 0 : scanCost(bytes);
}

/** `0.3 s`, `12.0 s`, `2 min 5 s` */
export function elapsedText(millis: number): string {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** The first line of a statement that says something, cut after `most` letters. */
export function firstLine(sql: string, most = 80): string {
  const flat = sql.trim().replace(/\s+/g, ' ');
  return flat.length > most ? `${flat.slice(0, most - 1)}…` : flat;
}

const tones = { QUEUED: 'busy', RUNNING: 'busy', SUCCEEDED: 'good', FAILED: 'bad', CANCELLED: 'warn' } as const;

export function toneOf(state: Execution['Status']['State']): (typeof tones)[keyof typeof tones] {
  return tones[state];
}
