import { loadModule, parseSync } from 'libpg-query';
import type { FoundColumn, FoundTable } from '../found-table.ts';
import type { Dump } from './mysql.ts';
import {
  type AlterTable,
  addedConstraint,
  type ColumnDefinition,
  type CreateTable,
  type Relation,
  type Statement,
  tree,
} from './postgres-tree.ts';
import { type TypeName, typeText } from './postgres-type.ts';
import { lineOf, UnreadableDdlError } from './unreadable.ts';

/** What is known so far while the statements are read. */
type State = {
  /** Where tables are made that say no schema. */
  schema: string;
  readonly tables: Map<string, FoundTable>;
  /** What domains are made of, by their names. */
  readonly domains: Map<string, string>;
  readonly fail: (mistake: string) => never;
};

/** The tables of a dump as `pg_dump --schema-only` writes it, read by PostgreSQL's own parser. Throws UnreadableDdlError. */
export async function readPostgresDump({ file, text, schema = 'public' }: Dump): Promise<readonly FoundTable[]> {
  await loadModule();
  const sql = withoutData(text);
  const bytes = Buffer.from(sql);
  const [tables, domains] = [new Map<string, FoundTable>(), new Map<string, string>()];
  let at = 0;
  const fail = (mistake: string): never => {
    throw new UnreadableDdlError(file, lineOf(sql, beginning(bytes, at)), mistake);
  };
  const state: State = { schema, tables, domains, fail };
  for (const { stmt, stmt_location } of parsed(file, sql)) {
    at = stmt_location;
    if (stmt !== undefined) apply(state, stmt);
  }
  return [...tables.values()];
}

function apply(state: State, statement: Statement): void {
  if ('CreateStmt' in statement) create(state, statement.CreateStmt);
  else if ('AlterTableStmt' in statement) alter(state, statement.AlterTableStmt);
  else if ('CreateDomainStmt' in statement) {
    const { domainname, typeName } = statement.CreateDomainStmt;
    state.domains.set(domainname.join('.'), typeOf(state, typeName));
  } else state.schema = statement.VariableSetStmt.args[0]?.A_Const.sval.sval ?? state.schema;
}

function parsed(file: string, sql: string) {
  try {
    return tree.parse(parseSync(sql)).stmts;
  } catch (error) {
    const { message, position } = mistakeOf(error);
    throw new UnreadableDdlError(file, lineOf(sql, position), message);
  }
}

function mistakeOf(error: unknown): { readonly message: string; readonly position: number } {
  if (!(error instanceof Error)) throw error;
  const details: unknown = 'sqlDetails' in error ? error.sqlDetails : undefined;
  const isPlaced = typeof details === 'object' && details !== null && 'cursorPosition' in details;
  return { message: error.message, position: isPlaced ? Number(details.cursorPosition) : 0 };
}

/** Rows behind COPY and psql's own commands are no SQL. As many lines as before. */
function withoutData(text: string): string {
  return text
    .replace(/^(COPY [^;]* FROM stdin;\n)([\s\S]*?^\\\.$)/gim, (_, copy: string, rows: string) => {
      return `--${copy.replace(/\n(?=.)/g, '\n--')}${rows.replace(/[^\n]+/g, '')}`;
    })
    .replace(/^\\.*$/gm, '');
}

/** The parser's place of a statement is where the one before ended: the comments between them are none of it. */
function beginning(bytes: Buffer, place: number): number {
  const before = bytes.subarray(0, place).toString();
  const [space = ''] = /^(?:\s|--[^\n]*\n)*/.exec(bytes.subarray(place).toString()) ?? [];
  return before.length + space.length + 1;
}

function keyOf(state: State, { schemaname = state.schema, relname }: Relation): string {
  return JSON.stringify([schemaname, relname]);
}

function create(state: State, { relation, tableElts, inhRelations, partspec }: CreateTable): void {
  const { schemaname: schema = state.schema, relname: table } = relation;
  const own = tableElts.map((element): Element => {
    if ('TableLikeClause' in element) return state.fail(`${table} is made like another table`);
    if ('Constraint' in element) return { column: undefined, key: primaryOf(element.Constraint) };
    return columnOf(state, element.ColumnDef);
  });
  const inherited = inhRelations.flatMap(
    ({ RangeVar: parent }) =>
      (state.tables.get(keyOf(state, parent)) ?? state.fail(`${parent.relname} was not made before`)).columns,
  );
  // What is declared once more stays at its parent's place
  const columns = new Map(
    [...inherited, ...own.flatMap(({ column }) => column ?? [])].map((each) => [each.name, each]),
  );
  const key = own.find((each) => each.key !== undefined)?.key ?? [];
  const isPartitioned = partspec !== undefined;
  state.tables.set(keyOf(state, relation), { schema, table, columns: [...columns.values()], key, isPartitioned });
}

type Element = { readonly column: FoundColumn | undefined; readonly key: readonly string[] | undefined };

function columnOf(state: State, { colname: name, typeName, constraints }: ColumnDefinition): Element {
  const kinds = constraints.map(({ Constraint: { contype } }) => contype);
  const column = { name, type: typeOf(state, typeName), isGenerated: kinds.includes('CONSTR_GENERATED') };
  return { column, key: kinds.includes('CONSTR_PRIMARY') ? [name] : undefined };
}

function alter(state: State, { relation, cmds }: AlterTable): void {
  const id = keyOf(state, relation);
  for (const { AlterTableCmd: each } of cmds) {
    const table = state.tables.get(id);
    if (/^AT_(AddColumn|DropColumn|AlterColumnType)$/.test(each.subtype))
      state.fail(`what is altered of ${relation.relname} is not read: make the dump with pg_dump --schema-only`);
    if (each.subtype !== 'AT_AddConstraint' || table === undefined) continue;
    const added = addedConstraint.safeParse(each.def);
    const key = added.success ? primaryOf(added.data.Constraint) : undefined;
    if (key !== undefined) state.tables.set(id, { ...table, key });
  }
}

function primaryOf({ contype, keys }: { readonly contype: string; readonly keys: readonly string[] }) {
  return contype === 'CONSTR_PRIMARY' ? keys : undefined;
}

function typeOf({ domains, schema }: State, type: TypeName): string {
  const name = type.names.join('.');
  const base = domains.get(name) ?? domains.get(`${schema}.${name}`);
  if (base === undefined) return typeText(type);
  return type.arrayBounds.length > 0 ? `${base}[]` : base;
}
