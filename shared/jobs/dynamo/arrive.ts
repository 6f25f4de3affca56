import type { NewUnit } from '../unit.ts';
import type { Change, JobsTable, Key } from './table.ts';

/** Of more reasons than that nobody reads. */
export const maxReasons = 8;

/** A change comes to what waits, or is what waits from now on. The one that is older makes it older. */
export async function arrive(table: JobsTable, key: Key, unit: NewUnit, version: string): Promise<void> {
  const younger = arrival(unit, version, 'if_not_exists(since, :since)');
  const condition = `(${younger.condition}) AND (attribute_not_exists(since) OR since <= :since)`;
  if (unit.since === undefined) await table.update(key, younger);
  else if (!(await table.update(key, { ...younger, condition })))
    await table.update(key, arrival(unit, version, ':since'));
}

// What waits already keeps its place in the row.
function arrival(
  { lane, dueAt, partition, bytes, stamp, yields, since, why = [] }: NewUnit,
  version: string,
  age: string,
) {
  const sets = ['version = :version', 'stamp = :stamp', 'dueAt = if_not_exists(dueAt, :due)'];
  sets.push(yields === true ? 'lane = if_not_exists(lane, :lane)' : 'lane = :lane');
  if (partition !== undefined) sets.push('ofPartition = :partition');
  if (bytes !== undefined) sets.push('readsBytes = :bytes');
  if (since !== undefined) sets.push(`since = ${age}`, 'newest = :since');
  const reasons = why.length === 0 ? undefined : new Set(why.slice(0, maxReasons));
  if (reasons !== undefined) sets.push('newestWhy = :why');
  return {
    update: `SET ${sets.join(', ')} REMOVE aside, asideTimes${reasons === undefined ? '' : ' ADD why :why'}`,
    condition: 'attribute_not_exists(stamp) OR stamp <> :stamp OR attribute_exists(aside)',
    values: {
      ':lane': lane,
      ':version': version,
      ':stamp': stamp,
      ':due': dueAt,
      ':partition': partition,
      ':bytes': bytes,
      ':since': since,
      ':why': reasons,
    },
  } satisfies Change;
}
