import { type Evidence, join } from '../core/types/evidence.ts';
import { evidenceText, readEvidence } from '../core/types/evidence-text.ts';
import type { Listed } from '../retyping/raw-listing.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import type { Seen } from './seen-files.ts';
import { readShown, type Shown, withTypes } from './shown-types.ts';

export type SeeFiles = { readonly name: string; readonly generation: number; readonly files: readonly Listed[] };

/**
 * What all files of a table show. Only those that are new are read, unless some that were seen are gone or were written anew. Undefined where more of
 * them are new than one invocation reads: it keeps what it has read, and the next one goes on there.
 */
export async function seeFiles(deps: ReconcileDeps, { name, generation, files }: SeeFiles): Promise<Shown | undefined> {
  const known = await deps.seen.read(name);
  const isStill =
    known?.generation === generation &&
    files.filter(({ modifiedAt }) => modifiedAt < known.until).length === known.files;
  const settledUntil = deps.now() - settledMs;
  const before = isStill && known !== undefined ? known : { until: 0, rows: 0, rescued: 0, evidence: '{}', types: {} };
  const unread = files
    .filter(({ modifiedAt }) => modifiedAt >= before.until && modifiedAt < settledUntil)
    .toSorted((a, b) => a.modifiedAt - b.modifiedAt);
  // Those of one moment belong together.
  const until = unread.find(
    ({ modifiedAt }, at) => at >= deps.mostFooters && modifiedAt > (unread[at - 1]?.modifiedAt ?? 0),
  )?.modifiedAt;
  const settled = until === undefined ? unread : unread.filter(({ modifiedAt }) => modifiedAt < until);
  const all = together(before, await readShown(deps, settled));
  if (settled.length > 0)
    await deps.seen.write(name, {
      generation,
      until: until ?? settledUntil,
      files: files.filter(({ modifiedAt }) => modifiedAt < (until ?? settledUntil)).length,
      rows: all.rows,
      rescued: all.rescued,
      evidence: evidenceText(all.evidence),
      types: all.types,
    });
  if (until !== undefined) return undefined;
  const latest = files.filter(({ modifiedAt }) => modifiedAt >= Math.max(settledUntil, before.until));
  return together({ ...all, evidence: evidenceText(all.evidence) }, await readShown(deps, latest));
}

/** S3 knows when an object was written by the second. */
const settledMs = 60_000;

function together({ evidence: text, ...seen }: Omit<Seen, 'generation' | 'until' | 'files'>, more: Shown): Shown {
  const evidence: Evidence = readEvidence(text);
  join(evidence, more.evidence);
  return {
    rows: seen.rows + more.rows,
    rescued: seen.rescued + more.rescued,
    evidence,
    types: withTypes(seen.types, more.types),
  };
}
