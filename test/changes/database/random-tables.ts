import fc from 'fast-check';
import { type ColumnKind, columnKinds, keyKinds } from './column-kinds.ts';

export type RandomColumn = { readonly name: string; readonly kind: ColumnKind };

/** A key's values are of a few, so that rows meet again. */
type KeyColumn = RandomColumn & { readonly values: readonly string[] };

export type RandomTable = {
  readonly schema: string;
  readonly table: string;
  readonly key: readonly KeyColumn[];
  /** All that it has now, in its order, the key's too. */
  readonly columns: readonly RandomColumn[];
};

const valuesOfKey = { alone: 200, ofTwo: 15 };

/** Names that the lake cannot have, or has itself. */
const oddNames = ['op', 'Größe', 'userId', 'year', 'before_x', 'order', 'position', 'a b', 'x`y', 'say "hi"'];

/** One to three tables, whose columns are of every type together. */
export function randomTables(schema: string): fc.Arbitrary<readonly RandomTable[]> {
  return fc
    .record({
      count: fc.integer({ min: 1, max: 3 }),
      kinds: fc.shuffledSubarray([...columnKinds], { minLength: columnKinds.length }),
      names: fc.shuffledSubarray(oddNames, { minLength: oddNames.length }),
      keys: fc.array(randomKey(), { minLength: 3, maxLength: 3 }),
    })
    .map(({ count, kinds, names, keys }) =>
      keys.slice(0, count).map((key, at): RandomTable => {
        const dealt = kinds.filter((_, place) => place % count === at);
        const columns = dealt.map((kind, place) => ({ kind, name: nameOf(names, place * count + at) }));
        return { schema, table: `t${at + 1}`, key, columns: [...columns.slice(0, 1), ...key, ...columns.slice(1)] };
      }),
    );
}

function nameOf(odd: readonly string[], at: number): string {
  return odd[at] ?? `c${at}`;
}

function randomKey(): fc.Arbitrary<readonly KeyColumn[]> {
  return fc.shuffledSubarray([...keyKinds], { minLength: 1, maxLength: 2 }).chain((kinds) => {
    const count = kinds.length === 1 ? valuesOfKey.alone : valuesOfKey.ofTwo;
    return fc.tuple(
      ...kinds.map((kind, at) =>
        fc
          .array(kind.literal, { minLength: count, maxLength: count, size: 'max' })
          .map((values): KeyColumn => ({ name: `k${at + 1}`, kind, values })),
      ),
    );
  });
}

export function createTable({ schema, table, key, columns }: RandomTable): string {
  const parts = columns.map((column) => columnSql(column, !key.some(({ name }) => name === column.name)));
  const names = key.map(({ name }) => quoteName(name)).join(', ');
  return `CREATE TABLE ${schema}.${table} (${parts.join(', ')}, PRIMARY KEY (${names}))`;
}

export function columnSql({ name, kind }: RandomColumn, isNullable = true): string {
  return `${quoteName(name)} ${kind.type} ${isNullable ? 'NULL' : 'NOT NULL'}`;
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export function literalOf({ kind }: RandomColumn): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: kind.literal }, { weight: 1, arbitrary: fc.constant('NULL') });
}
