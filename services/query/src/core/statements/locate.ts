import type { Explained } from '@tributary/shared/jobs/target.ts';
import type { Dataset } from '../dataset.ts';

type Position = { readonly line: number; readonly column: number };

/** `line 12:5` of Athena's message about a statement that we made, as the place of the file: `datasets/usage.sql:31:5`. */
export function explainFailure(dataset: Dataset, sql: string, given: string): Explained {
  const message = dataset.sensitive.length === 0 ? given : withoutValues(given);
  const [said, line, column] = /\bline (\d+):(\d+)/.exec(message) ?? [];
  // Of values Athena does not say where: then the SELECT that gives them is named. What Athena did not say is of tests and columns.
  const select = given === '' ? dataset.file : `${dataset.file}:${dataset.line}:1`;
  if (said === undefined) return { message, where: select };
  const at = { line: Number(line), column: Number(column) };
  const found = positionIn(sql, dataset.select, at);
  if (found !== undefined) {
    const where = `${dataset.file}:${dataset.line + found.line - 1}:${found.column}`;
    return { message: message.replace(said, where), where };
  }
  for (const test of dataset.tests) {
    const inTest = positionIn(sql, test.sql, at);
    if (inTest === undefined) continue;
    const words = `${dataset.file}, line ${inTest.line}:${inTest.column} of the test "${test.name}"`;
    return { message: message.replace(said, words), where: dataset.file };
  }
  return { message, where: select };
}

/** Where in a template a position of the statement lies that it was filled into; undefined for one outside of it. */
function positionIn(sql: string, template: string, at: Position): Position | undefined {
  const parts = template.split(/(\{\{\s*[a-zA-Z_]+\s*\}\})/);
  const pattern = parts.map((part) => (isHole(part) ? '([^\\n]*?)' : escaped(part))).join('');
  const offset = offsetOf(sql, at);
  for (const match of sql.matchAll(new RegExp(pattern, 'g'))) {
    if (offset < match.index || offset > match.index + match[0].length) continue;
    return positionOf(template, offsetIn(parts, match.slice(1), offset - match.index));
  }
  return undefined;
}

/** Within what a hole was filled with it is where the hole begins. */
function offsetIn(parts: readonly string[], fills: readonly string[], offset: number): number {
  let inTemplate = 0;
  let inSql = 0;
  let hole = 0;
  for (const part of parts) {
    const length = isHole(part) ? (fills[hole++] ?? '').length : part.length;
    if (offset < inSql + length) return isHole(part) ? inTemplate : inTemplate + offset - inSql;
    inSql += length;
    inTemplate += part.length;
  }
  return inTemplate;
}

const isHole = (part: string) => /^\{\{\s*[a-zA-Z_]+\s*\}\}$/.test(part);
const escaped = (part: string) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function offsetOf(sql: string, { line, column }: Position): number {
  const before = sql.split('\n').slice(0, line - 1);
  return before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

// Cannot cast 'jane@example.com' to BIGINT
function withoutValues(message: string): string {
  return /^(INVALID_|NUMERIC_|DIVISION_|GENERIC_|HIVE_BAD_DATA|ICEBERG_BAD_DATA)/.test(message)
    ? message.replace(/(['"]).*\1/s, "'…'")
    : message;
}
