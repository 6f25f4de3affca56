import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Column } from '../../../sql/plan.ts';
import { duckdbType, quoted, text } from '../../../sql/type-name.ts';
import type { Run } from '../run.ts';

/** Rows on their way into DuckDB: one JSON object per line, in a file of the execution's folder. */
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
      const types = named.map(({ name, type }) => `${text(name)}: ${text(duckdbType(type))}`).join(', ');
      const most = Math.max(defaultObjectBytes, longest + 1);
      return `SELECT ${named.map(({ name }) => quoted(name)).join(', ')} FROM read_json(${text(path)}, format = 'newline_delimited', maximum_object_size = ${most}, columns = {${types}})`;
    },
  };
}

const emptySelect = (columns: readonly Column[]) =>
  `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${duckdbType(type)}) AS ${quoted(name)}`).join(', ')} WHERE false`;
