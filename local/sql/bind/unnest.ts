import type { Relation } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import type { TrinoType } from '../type.ts';
import { typeName } from '../type-name.ts';
import type { BoundRelation, Context, Environment, Field, Scope } from './context.ts';
import { mismatch, reference, scopeOf } from './context.ts';

type Output = { readonly type: TrinoType; readonly sql: (alias: string) => string };
type Source = {
  readonly lists: readonly { readonly id: string; readonly sql: string }[];
  readonly outputs: readonly Output[];
};

/** UNNEST: arrays side by side, the short ones filled up with NULL; maps give two columns, arrays one, also of rows: Athena does not take rows apart, as later Trinos do. */
export function bindUnnest(
  node: Extract<Relation, { kind: 'unnest' }>,
  env: Environment,
  outer: Scope | undefined,
  context: Context,
): BoundRelation {
  const scope = { ...scopeOf(env, [], outer), plain: 'UNNEST' };
  const sources = node.values.map((value) => {
    const bound = context.expression(value, scope);
    const source = sourceOf(bound, context);
    if (source) return source;
    throw mismatch(`Cannot unnest type: ${typeName(bound.type)}`, value.at);
  });
  if (sources.length === 0) throw new SqlError('SYNTAX_ERROR', 'UNNEST needs an argument', node.at);
  const rows = context.fresh('u');
  const alias = context.fresh('q');
  const lists = sources.flatMap((source) => source.lists);
  const ordinal: readonly Output[] = node.ordinality
    ? [{ type: { kind: 'bigint' }, sql: (of) => reference(of, 'n') }]
    : [];
  const outputs = [...sources.flatMap((source) => source.outputs), ...ordinal].map((output) => ({
    ...output,
    id: context.fresh('c'),
  }));
  const fields = outputs.map(
    (output): Field => ({
      qualifier: [],
      type: output.type,
      sql: reference(alias, output.id),
    }),
  );
  return {
    fields,
    render() {
      const numbers = `unnest(range(1, greatest(${lists.map((list) => `len(${list.sql})`).join(', ')}) + 1)) AS "n"`;
      const inner = `SELECT ${[...lists.map((list) => `unnest(${list.sql}) AS "${list.id}"`), numbers].join(', ')}`;
      context.mark(inner);
      const columns = outputs.map((output) => `${output.sql(rows)} AS "${output.id}"`);
      return `LATERAL (SELECT ${columns.join(', ')} FROM (${inner}) AS "${rows}") AS "${alias}"`;
    },
  };
}

function sourceOf(value: TypedSql, context: Context): Source | undefined {
  if (value.type.kind === 'map') return mapSource(value, value.type, context);
  if (value.type.kind !== 'array') return undefined;
  const id = context.fresh('e');
  const { element } = value.type;
  return { lists: [{ id, sql: value.sql }], outputs: [{ type: element, sql: (of) => reference(of, id) }] };
}

function mapSource(value: TypedSql, type: Extract<TrinoType, { kind: 'map' }>, context: Context): Source {
  const [key, item] = [context.fresh('e'), context.fresh('e')];
  return {
    lists: [
      { id: key, sql: `map_keys(${value.sql})` },
      { id: item, sql: `map_values(${value.sql})` },
    ],
    outputs: [
      { type: type.key, sql: (of) => reference(of, key) },
      { type: type.value, sql: (of) => reference(of, item) },
    ],
  };
}
