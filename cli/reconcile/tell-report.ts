import type { Report } from '@tributary/catalog/files/reconciling/report.ts';
import { count } from '../terminal/count.ts';

/** What was found of a table, and what was done about it, in a line. */
export function tellReport(report: Report): string {
  const { missed, orphaned, partitions_added: added, partitions_removed: removed, drift } = report;
  const found = [
    missed === 0 ? '' : `${count(missed, 'object')} that no event told of become rows now`,
    orphaned === 0 ? '' : `${count(orphaned, 'file')} whose objects are gone from raw stay`,
    added === 0 ? '' : `${count(added, 'partition')} registered`,
    removed === 0 ? '' : `${count(removed, 'partition')} without a file unregistered`,
    drift.length === 0 ? '' : tellDrift(report),
  ].filter((words) => words !== '');
  return found.length === 0 ? 'as it should be' : found.join('; ');
}

function tellDrift({ drift, retyped, left }: Report): string {
  const columns = `other types are shown for ${drift.map(cut).join('; ')}`;
  return `${columns}: ${retyped ? 'the table is made again with them' : `the table stays, as ${left ?? 'it was not asked for'}`}`;
}

const mostCharacters = 120;

/** Types of what is nested are long. */
function cut(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
}

/** Something was found that reconcile leaves as it is. */
export function isLeft({ orphaned, drift, retyped }: Report): boolean {
  return orphaned > 0 || (drift.length > 0 && !retyped);
}
