import type { Written } from '@tributary/shared/yaml-file.ts';
import type { ColumnType } from '../header/columns.ts';
import { senseless } from '../header/sense.ts';
import { testSql } from '../header/test-sql.ts';
import { type PlacedTest, testsOf } from '../header/tests-of.ts';
import { analyse } from '../sql/analyse.ts';
import { type ParsedSelect, parseSelect } from '../sql/parse-select.ts';
import { unknownColumns } from '../sql/scope.ts';
import { qualified, type TableName } from '../table-name.ts';
import type { Declaration, DeclaredTest, PlaceOf } from './declaration.ts';
import type { HeaderOfFile } from './read-header.ts';

/** A file whose header has been read, or what is wrong in it by itself: a line for each mistake, with its place. */
export type ReadDeclaration =
  | { readonly declaration: Declaration; readonly mistakes: readonly string[] }
  | { readonly declaration: undefined; readonly mistakes: readonly string[] };

export function readDeclaration(file: HeaderOfFile): ReadDeclaration {
  const { data, at } = file.header;
  const sense = senseless(data, file).map(({ path, message }) => `${at(path)}: ${path.join('.')}: ${message}`);
  const placeOf = placeInFile(file);
  const parsed = parseSelect(file.sql, ['lake', 'raw', 'days']);
  const tests = testsOf(data).map((test) => readTest(test, file));
  const wrongTests = tests.flatMap(({ wrong }) => wrong);
  const wrongSql = [...told(parsed, placeOf), ...daysMistakes(file, parsed, placeOf)];
  const mistakes = [...sense, ...wrongSql, ...wrongTests];
  if (parsed.root === undefined) return { declaration: undefined, mistakes };
  const nothingKnown = { columnsOf: () => unknownColumns, rows: undefined, days: undefined };
  const { tables } = analyse(parsed, nothingKnown);
  const after = data.after ?? once(tables);
  const own = distinctNames(tests.flatMap(({ declared }) => declared ?? []));
  return { declaration: { ...file, parsed, placeOf, tables, after, tests: own }, mistakes };
}

function told(parsed: ParsedSelect, placeOf: PlaceOf): readonly string[] {
  return parsed.root === undefined ? parsed.mistakes.map((each) => `${placeOf(each)}: ${each.message}`) : [];
}

function placeInFile({ file, begins }: HeaderOfFile): PlaceOf {
  return ({ line, column }) => `${file}:${begins.line + line - 1}:${line === 1 ? begins.column + column - 1 : column}`;
}

/** Who has partitions computes some of them at a time, and nobody else does. */
function daysMistakes(file: HeaderOfFile, parsed: ParsedSelect, placeOf: PlaceOf): readonly string[] {
  if (parsed.root === undefined) return [];
  const { materialized, partition } = file;
  const used = parsed.words.filter(({ name }) => name === 'days');
  const isBounded = materialized === 'incremental' && partition !== undefined;
  if (isBounded && used.length === 0)
    return [
      `${placeOf({ line: 1, column: 1 })}: the SELECT does not use {{days}}, which bounds it to the partitions that are computed: WHERE {{days}}`,
    ];
  const isWhole = materialized !== 'incremental';
  const why = `{{days}} bounds what an incremental dataset reads, and a ${materialized} reads all: leave it out`;
  return isWhole ? used.map((word) => `${placeOf(word)}: ${why}`) : [];
}

function once(tables: readonly TableName[]): readonly TableName[] {
  const found = new Map(tables.map(({ database, table }) => [qualified({ database, table }), { database, table }]));
  return [...found.values()];
}

type ReadTest = { readonly declared?: DeclaredTest; readonly wrong: readonly string[] };

function readTest({ test, path }: PlacedTest, file: HeaderOfFile): ReadTest {
  const { columns = {} } = file.header.data;
  const types = Object.entries(columns).map(([column, { type }]): [string, ColumnType] => [column, type]);
  const { name, sql } = testSql(test, Object.fromEntries(types));
  const at = file.header.at(path);
  const written = test.kind === 'sql' ? file.header.written([...path, 'sql']) : undefined;
  const placeOf: PlaceOf = written === undefined ? () => at : placeInYaml(file.file, sql, written);
  if (test.kind !== 'sql' && test.kind !== 'relationships') return { declared: { name, sql, placeOf }, wrong: [] };
  const parsed = parseSelect(sql, ['lake', 'raw', 'rows']);
  if (parsed.root === undefined) return { wrong: told(parsed, placeOf) };
  if (parsed.words.some((word) => word.name === 'rows')) return { declared: { name, sql, parsed, placeOf }, wrong: [] };
  return { wrong: [`${at}: ${path.join('.')}: the SELECT does not read {{rows}}, which are tested`] };
}

/** Where a line of a text stands in YAML, which may fold and indent it; where it stands otherwise, the text's beginning. */
function placeInYaml(file: string, sql: string, { text, line, column }: Written): PlaceOf {
  const lines = text.split('\n');
  const isBlock = /^[|>]/.test(text);
  return (place) => {
    const wanted = sql.split('\n')[place.line - 1] ?? '';
    const index = isBlock ? place.line : place.line - 1;
    const from = wanted === '' ? -1 : (lines[index] ?? '').indexOf(wanted);
    if (from < 0) return `${file}:${line}:${column}`;
    return `${file}:${line + index}:${(index === 0 ? column : 1) + from + place.column - 1}`;
  };
}

/** Each is called something else, so that a message tells which one it is. */
function distinctNames(tests: readonly DeclaredTest[]): readonly DeclaredTest[] {
  return tests.map((test, at) => {
    const before = tests.slice(0, at).filter(({ name }) => name === test.name).length;
    return before === 0 ? test : { ...test, name: `${test.name} ${before + 1}` };
  });
}
