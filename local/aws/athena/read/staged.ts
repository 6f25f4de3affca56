import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { nestedToSql } from '../../../sql/casts/nested.ts';
import type { TypedSql } from '../../../sql/functions/function.ts';
import type { Column } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import { duckdbType, quoted, sameType, text } from '../../../sql/type-name.ts';
import type { Run } from '../run.ts';

/** Rows on their way into DuckDB: one JSON object per line, in a file of the execution's folder; bytes are base64. */
export type Stage = {
  /** `lines` are JSON objects by column name, each on its own line and terminated. */
  write(lines: string): Promise<void>;
  /** SQL that reads the rows; the stage takes no more. */
  close(): Promise<string>;
};

const defaultObjectBytes = 16 << 20;

/** Opens a stage of rows with these columns; a column that a row lacks is NULL. */
export function openStage(run: Pick<Run, 'workDir'>, id: string, columns: readonly Column[]): Stage {
  const path = join(run.workDir, `${id.replaceAll(/[^\w]/g, '_')}.ndjson`);
  const stream = createWriteStream(path);
  let longest = 0;
  let rows = 0;
  return {
    async write(lines) {
      if (lines === '') return;
      rows += 1;
      longest = Math.max(longest, Buffer.byteLength(lines));
      if (!stream.write(lines)) await once(stream, 'drain');
    },
    async close() {
      stream.end();
      await finished(stream);
      const named = columns.length > 0 ? columns : [{ name: '$none', type: { kind: 'integer' as const } }];
      if (rows === 0) return emptySelect(named);
      const types = named.map(({ name, type }) => `${text(name)}: ${text(duckdbType(asStaged(type)))}`).join(', ');
      const items = named.map(({ name, type }) => {
        const value = unstaged({ type: asStaged(type), sql: quoted(name) }, type) ?? quoted(name);
        return value === quoted(name) ? value : `${value} AS ${quoted(name)}`;
      });
      const most = Math.max(defaultObjectBytes, longest + 1);
      return `SELECT ${items.join(', ')} FROM read_json(${text(path)}, format = 'newline_delimited', maximum_object_size = ${most}, columns = {${types}})`;
    },
  };
}

/** JSON has no bytes: they travel as base64. */
function asStaged(type: TrinoType): TrinoType {
  switch (type.kind) {
    case 'varbinary':
      return { kind: 'varchar' };
    case 'array':
      return { ...type, element: asStaged(type.element) };
    case 'map':
      return { ...type, key: asStaged(type.key), value: asStaged(type.value) };
    case 'row':
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: asStaged(field.type) })) };
    default:
      return type;
  }
}

function unstaged(value: TypedSql, to: TrinoType): string | undefined {
  if (sameType(value.type, to)) return value.sql;
  return to.kind === 'varbinary' ? `from_base64(${value.sql})` : nestedToSql(value, to, unstaged);
}

const emptySelect = (columns: readonly Column[]) =>
  `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${duckdbType(type)}) AS ${quoted(name)}`).join(', ')} WHERE false`;
