import * as z from 'zod';
import { generationOf, filesParameter as parameter } from '../../../glue/files-table.ts';
import { type Keys, keysOf, withKeys } from '../names/keys.ts';
import { type Field, readType, typeText } from '../types/column-type.ts';

/** A table of files, as the catalog has it. */
export type FileTable = {
  readonly columns: readonly FileColumn[];
  readonly partitionKeys: readonly string[];
  /** Counts the times that its types were made anew. */
  readonly generation: number;
  /** The folder of the raw bucket whose files it holds. */
  readonly from: string;
  /** How many columns stand before that of what was rescued: Athena knows those of partitions by their places, so that none may move. */
  readonly rescuedAt: number;
};

/** `isPinned`: somebody has said its type, and no file changes it. `isNamed`: a hand has given it its name. */
export type FileColumn = Field & { readonly isPinned: boolean; readonly isNamed?: boolean };

export const rescuedColumn = '_rescued_data';
const rescuedType = 'map<string,string>';

type Parameters = Readonly<Record<string, string>>;
type NamedType = { readonly name: string; readonly type: string };
export type FoundColumns = { readonly columns: readonly NamedType[]; readonly partitionKeys: readonly string[] };

/** As a parameter keeps a column: name, type, what it is called in the files, what its fields are called there, and by which hand. */
type Kept = readonly [
  name: string,
  type: string,
  key?: string | undefined,
  keys?: Keys | undefined,
  hand?: string | undefined,
];

/** Reads a table; undefined where it is none of files. A column that a hand has renamed is told by its place, one of another type is pinned. */
export function readFileTable(found: FoundColumns, parameters: Parameters): FileTable | undefined {
  const from = parameters[parameter.from];
  if (from === undefined) return undefined;
  const kept = readKept(parameters[parameter.columns] ?? '[]');
  const data = found.columns.filter(({ name }) => name !== rescuedColumn);
  const names = new Set(data.map(({ name }) => name));
  const byName = new Map(kept.map((each) => [each[0], each]));
  const columns = data.map((column, at): FileColumn => {
    const atPlace = kept[at];
    const renamed = atPlace !== undefined && !names.has(atPlace[0]) ? atPlace : undefined;
    return readColumn(column, byName.get(column.name), renamed);
  });
  const place = found.columns.findIndex(({ name }) => name === rescuedColumn);
  return {
    columns,
    partitionKeys: found.partitionKeys,
    generation: generationOf(parameters) ?? 1,
    from,
    rescuedAt: place < 0 ? columns.length : place,
  };
}

/** `own`: what is kept under its name; `renamed`: else what is kept in its place under a name that is gone. */
function readColumn({ name, type }: NamedType, own: Kept | undefined, renamed: Kept | undefined): FileColumn {
  const was = own ?? renamed;
  if (was === undefined) return { key: name, name, type: readType(type), isPinned: false };
  const [keptName, keptType, key = keptName, keys = {}, hand = ''] = was;
  const isPinned = hand.includes(pinnedByHand) || !isSameType(type, keptType);
  const isNamed = hand.includes(namedByHand) || keptName !== name;
  return { key, name, type: withKeys(readType(type), keys), isPinned, ...(isNamed ? { isNamed } : {}) };
}

function isSameType(one: string, other: string): boolean {
  return one === other || typeText(readType(one)) === typeText(readType(other));
}

export function parametersOf({ columns, generation, from }: FileTable): Parameters {
  return {
    [parameter.from]: from,
    [parameter.generation]: String(generation),
    [parameter.columns]: JSON.stringify(columns.map(keptOf)),
  };
}

const pinnedByHand = 'p';
const namedByHand = 'n';

/** What the parameter keeps of a column. */
export function keptOf({ name, key, type, isPinned, isNamed = false }: FileColumn): Kept {
  const keys = keysOf(type);
  const text = typeText(type);
  const hand = `${isPinned ? pinnedByHand : ''}${isNamed ? namedByHand : ''}`;
  if (hand !== '') return [name, text, key, keys, hand];
  if (Object.keys(keys).length > 0) return [name, text, key, keys];
  return key === name ? [name, text] : [name, text, key];
}

/** What Glue is to have as columns. */
export function hiveColumnsOf({ columns, rescuedAt }: Pick<FileTable, 'columns' | 'rescuedAt'>): readonly NamedType[] {
  return columns
    .map(({ name, type }) => ({ name, type: typeText(type) }))
    .toSpliced(rescuedAt, 0, { name: rescuedColumn, type: rescuedType });
}

const kept = z.tuple([
  z.string(),
  z.string(),
  z.string().optional(),
  z.record(z.string(), z.string()).optional(),
  z.string().optional(),
]);

function readKept(text: string): readonly Kept[] {
  try {
    return z.array(kept).parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`The parameter ${parameter.columns} of the table is not what was kept there: ${error}`, {
      cause: error,
    });
  }
}
