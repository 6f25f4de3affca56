/** Columns of `_changes`, and those that the views add: a column of the database that is called so needs another name in the lake. */
export const ownColumns = {
  op: 'op',
  isLoad: 'is_load',
  committedAt: 'committed_at',
  arrivedAt: 'arrived_at',
  changeSeq: 'change_seq',
  generation: 'generation',
  sourceKey: 'source_key',
  rowNumber: 'row_number',
  rescued: '_rescued_data',
} as const;

const reserved: ReadonlySet<string> = new Set([
  ...Object.values(ownColumns),
  ...['valid_from', 'valid_to', 'position', 'year', 'month', 'day', 'hour'],
]);

/** The key before an update that changed it stands in `before_<key>`. */
const beforePrefix = 'before_';

export function beforeColumn(key: string): string {
  return `${beforePrefix}${key}`;
}

/** Why something of the database cannot have this name in the lake; undefined where it can. */
export function nameMistake(name: string): string | undefined {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) return 'is no name of lower-case letters, digits and _';
  if (reserved.has(name) || name.startsWith(beforePrefix) || name.startsWith('__'))
    return 'is a name that the lake itself uses';
  return undefined;
}
