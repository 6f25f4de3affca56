import type { Format, Layout, Table } from '../declaration/changes.ts';

/** Which field of a row is what; -1 for what it does not have. */
export type RowPlan = {
  readonly width: number;
  readonly op: number;
  readonly timestamp: number;
  readonly sequence: number;
  /** By column of the key. */
  readonly before: readonly number[];
  /** By column of the table. */
  readonly columns: readonly number[];
  /** What the header calls as the table has no column. */
  readonly unknown: readonly { readonly name: string; readonly field: number }[];
};

/** Of a file with a header. */
export function planOfHeader(
  names: readonly string[],
  { key, columns }: Table,
  format: Format,
  kind: Pick<FileKind, 'isLoad'>,
): RowPlan {
  const taken = new Set<number>();
  /** The first of these names that is there; a column's own comes before those that it had. */
  const find = (all: readonly string[]): number => {
    const fields = all.map((wanted) => names.findIndex((name, at) => !taken.has(at) && name === wanted));
    const field = fields.find((each) => each >= 0) ?? -1;
    if (field >= 0) taken.add(field);
    return field;
  };
  const { beforeImage } = format;
  const mayHaveOp = !kind.isLoad || format.opInLoads || !columns.some(({ name }) => name === format.op);
  const op = mayHaveOp ? find([format.op]) : -1;
  const byColumn = columns.map(({ name, was }) => find([name, ...was]));
  const before = key.map(({ name, was }) =>
    beforeImage === undefined ? -1 : find([name, ...was].map((each) => `${beforeImage}${each}`)),
  );
  const timestamp = format.timestamp === undefined ? -1 : find([format.timestamp]);
  const sequence = format.sequence === undefined ? -1 : find([format.sequence]);
  const unknown = names.flatMap((name, field) => (taken.has(field) ? [] : [{ name, field }]));
  return { width: names.length, op, timestamp, sequence, before, columns: byColumn, unknown };
}

export type FileKind = {
  readonly isLoad: boolean;
  /** When the file arrived (epoch ms). */
  readonly arrivedAt: number;
  /** Rows begin with operation, table and schema. */
  readonly isTransactions: boolean;
};

/** Of a row without header, by how many fields it has; undefined where no layout of the table has so many. */
export function planOfWidth(width: number, table: Table, format: Format, kind: FileKind): RowPlan | undefined {
  const first = firstColumn(format, kind);
  const layout = layoutOf(table.layouts, width - first - appendedWidth(table, format), kind.arrivedAt);
  if (layout === undefined) return undefined;
  const columns = table.columns.map(({ name }) => {
    const at = layout.columns.indexOf(name);
    return at < 0 ? -1 : first + at;
  });
  const places = { before: -1, timestamp: -1, sequence: -1 };
  let next = first + layout.columns.length;
  for (const each of format.appended) {
    places[each] = next;
    next += each === 'before' ? table.key.length : 1;
  }
  const { before, timestamp, sequence } = places;
  return {
    width,
    op: first === 0 ? -1 : 0,
    timestamp,
    sequence,
    before: table.key.map((_, at) => (before < 0 ? -1 : before + at)),
    columns,
    unknown: [],
  };
}

/** How many fields a row of the table may have. */
export function widthsOf(table: Table, format: Format, kind: FileKind): readonly number[] {
  const others = firstColumn(format, kind) + appendedWidth(table, format);
  return [...new Set(table.layouts.map(({ columns }) => columns.length + others))].toSorted((a, b) => a - b);
}

function firstColumn({ opInLoads }: Format, { isLoad, isTransactions }: FileKind): number {
  if (isTransactions) return 3;
  return isLoad && !opInLoads ? 0 : 1;
}

function appendedWidth({ key }: Table, { appended }: Format): number {
  return appended.reduce((sum, each) => sum + (each === 'before' ? key.length : 1), 0);
}

function layoutOf(layouts: readonly Layout[], width: number, arrivedAt: number): Layout | undefined {
  return layouts
    .filter(({ columns, until = Number.POSITIVE_INFINITY }) => columns.length === width && until > arrivedAt)
    .toSorted((a, b) => (a.until ?? Number.POSITIVE_INFINITY) - (b.until ?? Number.POSITIVE_INFINITY))[0];
}
