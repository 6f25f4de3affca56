import { dollars, scanCost } from '@tributary/shared/athena-cost.ts';
import { size } from '@tributary/shared/size.ts';
import type { AnswerState } from './use-answers.ts';

/** How far the charts are, of when they are, and what they cost on AWS. */
export function Status({ states }: { readonly states: readonly AnswerState[] }) {
  const waiting = states.filter(({ isAsking }) => isAsking).length;
  return (
    <p class="quiet status" role="status" aria-busy={waiting > 0}>
      {waiting > 0 ? `Athena is asked: ${states.length - waiting} of ${states.length} charts…` : answeredText(states)}
    </p>
  );
}

function answeredText(states: readonly AnswerState[]): string {
  const found = states.flatMap(({ answer }) => answer ?? []);
  const failed = states.filter(({ error }) => error !== undefined).length;
  const oldest = Math.min(...found.map(({ at }) => at.getTime()));
  const bytes = found.reduce((sum, { scannedBytes }) => sum + scannedBytes, 0);
  const cost = found.reduce((sum, { scannedBytes }) => sum + scanCost(scannedBytes), 0);
  return [
    ...(failed === 0 ? [] : [`${failed} of ${states.length} charts failed`]),
    ...(found.length === 0
      ? []
      : [
          `As of ${new Date(oldest).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
          `${size(bytes)} scanned, ${dollars(cost)} on AWS at $5 per TB`,
        ]),
  ].join(' · ');
}
