import { filesMetadata } from '../../glue/files-table.ts';
import type { DeclaredColumn } from '../core/declaration/files.ts';
import { retypedTable } from '../core/retype/new-table.ts';
import { type FileColumn, type FileTable, rescuedColumn } from '../core/table/file-table.ts';
import { type ColumnType, readType, typeText } from '../core/types/column-type.ts';
import { type Evidence, join } from '../core/types/evidence.ts';
import { readEvidence } from '../core/types/evidence-text.ts';
import type { Listed } from '../retyping/raw-listing.ts';
import { rescuedOf } from './files-against-glue.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

export type Shown = {
  readonly rows: number;
  readonly rescued: number;
  readonly evidence: Evidence;
  /** The types that columns have in the files, by name. */
  readonly types: Types;
};

export type Types = Readonly<Record<string, readonly string[]>>;

const atOnce = 16;

/** What the footers of files say. */
export async function readShown(
  { readFooter, lakeBucket: bucket }: Pick<ReconcileDeps, 'readFooter' | 'lakeBucket'>,
  files: readonly Listed[],
): Promise<Shown> {
  const evidence: Evidence = {};
  let rows = 0;
  let rescued = 0;
  let types: Types = {};
  for (let first = 0; first < files.length; first += atOnce) {
    const lot = files.slice(first, first + atOnce);
    const footers = await Promise.all(lot.map(({ key, size }) => readFooter({ bucket, key, size })));
    for (const { columns, rows: count = 0, metadata = {} } of footers) {
      types = withTypes(types, Object.fromEntries(columns.map(({ name, type }) => [name, [type]])));
      rows += count;
      rescued += rescuedOf(metadata);
      const said = metadata[filesMetadata.evidence];
      if (said !== undefined) join(evidence, readEvidence(said));
    }
  }
  return { rows, rescued, evidence, types };
}

export function withTypes(types: Types, more: Types): Types {
  const changed = Object.entries(more).flatMap(([name, each]) => {
    const known = types[name] ?? [];
    const unknown = each.filter((type) => !known.includes(type));
    return unknown.length === 0 ? [] : [[name, [...known, ...unknown]] as const];
  });
  return changed.length === 0 ? types : { ...types, ...Object.fromEntries(changed) };
}

export type Drift = {
  /** `name: what it is, what it would be`. */
  readonly columns: readonly string[];
  /** Whether a hand or tables.yml has said one of them. */
  readonly isSaid: boolean;
};

/** Columns that would have another type, were the table made of its files now; and those whose files have other types than were said. */
export function driftOf(
  table: FileTable,
  { evidence: { objects }, types }: Pick<Shown, 'evidence' | 'types'>,
  declared: ReadonlyMap<string, DeclaredColumn>,
): Drift {
  if (objects === undefined) return { columns: [], isSaid: false };
  const made = retypedTable(table, { objects, declared, pins: new Map(), generation: table.generation + 1 });
  const known = new Map(table.columns.map((column) => [column.key, column]));
  const all = made.columns.flatMap((would): readonly Drifted[] => {
    const column = known.get(would.key);
    const has = column === undefined ? 'missing' : otherTypeOf(column, would, types);
    return has === undefined
      ? []
      : [{ text: `${column?.name ?? would.name}: ${has}, ${typeText(would.type)}`, isSaid: would.isPinned }];
  });
  const both = [...all, ...formerNames(table, types)];
  return { columns: both.map(({ text }) => text), isSaid: both.some(({ isSaid }) => isSaid) };
}

/** Where a hand has renamed a column, nobody reads it in files that have the name of before. */
function formerNames({ columns }: FileTable, types: Types): readonly Drifted[] {
  if (!columns.some(({ isNamed }) => isNamed === true)) return [];
  const names = new Set([rescuedColumn, ...columns.map(({ name }) => name)]);
  const former = Object.keys(types).filter((name) => !names.has(name));
  return former.map((name) => ({ text: `${name}: ${types[name]?.join(' and ')}, renamed`, isSaid: true }));
}

type Drifted = { readonly text: string; readonly isSaid: boolean };

/** What a column has in the place of the type that it would have; undefined where it has that. */
function otherTypeOf({ name, type }: FileColumn, would: FileColumn, types: Types): string | undefined {
  const wanted = typeText(would.type);
  if (!isAlike(type, would.type)) return typeText(type);
  // Of what is not said, files may have less than the table by now.
  const others = would.isPinned ? (types[name] ?? []).filter((each) => typeText(readType(each)) !== wanted) : [];
  return others.length === 0 ? undefined : others.join(' and ');
}

/** The same but for the order of fields, which is that of the files that came first. */
function isAlike(one: ColumnType, other: ColumnType): boolean {
  return typeText(inOrder(one)) === typeText(inOrder(other));
}

function inOrder(type: ColumnType): ColumnType {
  if (type.kind === 'array') return { kind: 'array', element: inOrder(type.element) };
  if (type.kind === 'map') return { kind: 'map', value: inOrder(type.value) };
  if (type.kind !== 'struct') return type;
  const fields = type.fields.map((field) => ({ ...field, type: inOrder(field.type) }));
  return { kind: 'struct', fields: fields.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}
