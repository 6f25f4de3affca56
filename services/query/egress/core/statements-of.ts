import type { Copy } from './copy.ts';
import type { CopyRun } from './state.ts';

/** The ids of the statements that a run has begun, Athena's and Redshift's, and whether it may have begun one whose id is not written down yet. */
export function statementsOf(
  { phase, executionId, redshift }: CopyRun,
  { destination }: Pick<Copy, 'destination'>,
): { readonly started: readonly string[]; readonly isStarting: boolean } {
  const started = [executionId, redshift?.look, redshift?.apply].flatMap((id) => id ?? []);
  const isStarting =
    phase === 'unload' ? executionId === undefined : destination.to === 'redshift' && redshift?.apply === undefined;
  return { started, isStarting };
}
