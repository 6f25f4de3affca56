import { aggregate } from './aggregate.ts';
import { compare, evaluate, isTrue } from './evaluate.ts';
import type { Row, Value } from './event-fields.ts';
import { textOf } from './functions.ts';
import type { Command, Named, Query } from './syntax.ts';

export type ResultField = { readonly field: string; readonly value: string };
export type Result = { readonly rows: readonly (readonly ResultField[])[]; readonly matched: number };

/** A query half-way: its rows, the columns that are shown, and whether rows are still events. */
type State = {
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
  readonly shown?: readonly string[];
  readonly areEvents: boolean;
  readonly matched: number;
};

const defaultColumns = ['@timestamp', '@message'];

/** Runs a query over events' rows, the newest first; `limit` is the caller's. */
export function runQuery(query: Query, rows: readonly Row[], limit: number): Result {
  const newest = rows.toSorted((a, b) => compare(b.get('@timestamp'), a.get('@timestamp')));
  const begun: State = { rows: newest, columns: [], areEvents: true, matched: rows.length };
  const end = query.reduce((state, command) => apply(command, state), begun);
  const columns = end.shown ?? (end.columns.length === 0 ? defaultColumns : end.columns);
  const all = end.areEvents && !columns.includes('@ptr') ? [...columns, '@ptr'] : columns;
  return { rows: end.rows.slice(0, limit).map((row) => resultOf(row, all)), matched: end.matched };
}

function resultOf(row: Row, columns: readonly string[]): ResultField[] {
  return columns.flatMap((field) => {
    const value = row.get(field);
    return value === undefined ? [] : [{ field, value: textOf(value) }];
  });
}

type Appliers = { readonly [K in Command['kind']]: (command: Command & { readonly kind: K }, state: State) => State };

const appliers: Appliers = {
  fields: ({ fields }, state) => ({ ...withFields(state, fields), columns: added(state.columns, fields) }),
  display: ({ fields }, state) => ({ ...withFields(state, fields), shown: fields.map(({ name }) => name) }),
  filter({ test }, state) {
    const rows = state.rows.filter((row) => isTrue(evaluate(test, row)));
    return { ...state, rows, ...(state.areEvents && { matched: rows.length }) };
  },
  parse: parseRows,
  stats: ({ measures, by }, state) => ({
    rows: aggregate(state.rows, measures, by),
    columns: [...by, ...measures].map(({ name }) => name),
    areEvents: false,
    matched: state.matched,
  }),
  sort({ by }, state) {
    const order = (a: Row, b: Row): number => {
      for (const { expression, descending } of by) {
        const found = compare(sortKey(expression, a), sortKey(expression, b));
        if (found !== 0) return descending ? -found : found;
      }
      return 0;
    };
    return { ...state, rows: state.rows.toSorted(order) };
  },
  limit: ({ count }, state) => ({ ...state, rows: state.rows.slice(0, count) }),
  dedup({ fields }, state) {
    const seen = new Set<string>();
    const rows = withFields(state, fields).rows.filter((row) => {
      const values = fields.map(({ name }) => row.get(name));
      if (values.includes(undefined)) return true;
      const key = JSON.stringify(values.map(textOf));
      return !seen.has(key) && seen.add(key) !== undefined;
    });
    return { ...state, rows };
  },
};

function apply(command: Command, state: State): State {
  return dispatch(command.kind, command, state);
}

function dispatch<K extends Command['kind']>(kind: K, command: Command, state: State): State {
  return isOf(command, kind) ? appliers[kind](command, state) : state;
}

function isOf<K extends Command['kind']>(command: Command, kind: K): command is Command & { readonly kind: K } {
  return command.kind === kind;
}

/** `sort bin(5m)` and `sort count(*)` mean the columns of an earlier `stats`. */
function sortKey(expression: Parameters<typeof evaluate>[0], row: Row): Value | undefined {
  return (expression.kind === 'call' ? row.get(expression.text) : undefined) ?? evaluate(expression, row);
}

function added(columns: readonly string[], fields: readonly Named[]): readonly string[] {
  return [...new Set([...columns, ...fields.map(({ name }) => name)])];
}

/** What is computed becomes a field of its name; a plain field is one already. */
function withFields(state: State, fields: readonly Named[]): State {
  const computed = fields.filter(({ expression, name }) => expression.kind !== 'field' || expression.name !== name);
  if (computed.length === 0) return state;
  const rows = state.rows.map((row) => {
    const more = computed.flatMap(({ name, expression }) => {
      const value = row.get(name) ?? evaluate(expression, row);
      return value === undefined ? [] : [[name, value] as const];
    });
    return new Map([...row, ...more]);
  });
  return { ...state, rows };
}

function parseRows({ of, pattern, names }: Command & { readonly kind: 'parse' }, state: State): State {
  const found = new Set(names);
  const rows = state.rows.map((row) => {
    const match = pattern.exec(textOf(evaluate(of, row)));
    if (match === null) return row;
    const named = Object.entries(match.groups ?? {});
    const values = names.length > 0 ? names.map((name, at) => [name, match[at + 1]] as const) : named;
    for (const [name] of values) found.add(name);
    return new Map([
      ...row,
      ...values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    ]);
  });
  return {
    ...state,
    rows,
    columns: [...new Set([...(state.columns.length === 0 ? defaultColumns : state.columns), ...found])],
  };
}
