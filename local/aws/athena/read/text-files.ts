import { SqlError } from '../../../sql/error.ts';
import type { Column } from '../../../sql/plan.ts';
import { quoted } from '../../../sql/type-name.ts';
import type { FormatName } from '../catalog/hive-format.ts';
import type { HiveTable } from '../catalog/source-table.ts';
import type { Run } from '../run.ts';
import { readCloudTrail } from './cloud-trail.ts';
import { damagedFile } from './damaged-text.ts';
import type { HiveFile } from './hive-files.ts';
import { readLines } from './lines.ts';
import { fileValue } from './parquet.ts';
import type { Decode, SerdeInput } from './serde/decoder.ts';
import { jsonDecoder } from './serde/json.ts';
import { textDecoder } from './serde/lazy-simple.ts';
import { csvDecoder } from './serde/open-csv.ts';
import { openStage, type Stage } from './staged.ts';

const decoders: Readonly<Partial<Record<FormatName, (input: SerdeInput) => Decode>>> = {
  json: jsonDecoder,
  csv: csvDecoder,
  text: textDecoder,
};

/** SQL of a SELECT of the wanted columns from JSON, CSV and delimited files, read by their SerDe and staged. */
export async function textSelect(
  run: Run,
  table: HiveTable,
  scan: { readonly id: string; readonly wanted: readonly Column[]; readonly files: readonly HiveFile[] },
): Promise<string> {
  const own = new Set(table.columns.map(({ name }) => name));
  const data = scan.wanted.filter(({ name }) => own.has(name));
  const constant = scan.wanted.filter(({ name }) => !own.has(name));
  const keys = table.partitionColumns.map(({ name }) => name);
  const stage = openStage(run, scan.id, [...data, { name: '$n', type: { kind: 'integer' } }]);
  for (const [index, file] of scan.files.entries()) await stageFile(run, { table, data, stage, file, index });
  const rows = await stage.close();
  const names = ['$n', ...constant.map(({ name }) => name)].map(quoted).join(', ');
  const items = scan.wanted.map(({ name }) => `${own.has(name) ? 'r' : 'f'}.${quoted(name)}`);
  const select = `SELECT ${items.length > 0 ? items.join(', ') : '1 AS "$none"'} FROM (${rows}) r`;
  if (constant.length === 0) return select;
  const values = scan.files.map(
    (file, index) => `(${[index, ...constant.map(({ name, type }) => fileValue(file, name, type, keys))].join(', ')})`,
  );
  return `${select} JOIN (VALUES ${values.join(', ')}) AS f(${names}) ON r."$n" = f."$n"`;
}

type FileToStage = {
  readonly table: HiveTable;
  readonly data: readonly Column[];
  readonly stage: Stage;
  readonly file: HiveFile;
  readonly index: number;
};

async function stageFile(run: Run, { table, data, stage, file, index }: FileToStage): Promise<void> {
  const create = decoders[file.format.name];
  if (!create) throw new SqlError('NOT_SUPPORTED', `Reading ${file.format.name.toUpperCase()} files is not supported`);
  const { serde, parameters } = file.format;
  const decode = create({ columns: table.columns, wanted: data.map(({ name }) => name), serde, parameters });
  const names = data.map(({ name }) => `${JSON.stringify(name)}:`);
  const end = `"$n":${index}}\n`;
  let skip = Number(table.parameters['skip.header.line.count'] ?? '0');
  run.scanned.bytes += file.file.size;
  try {
    const read = file.format.input === 'cloudtrail' ? readCloudTrail : readLines;
    for await (const lines of read(file.file.path, file.file.key)) {
      run.signal.throwIfAborted();
      await stage.write(toRows(lines.slice(skip), decode, names, end));
      skip = Math.max(0, skip - lines.length);
    }
  } catch (error) {
    throw damagedFile(error, file.uri);
  }
}

function toRows(lines: readonly string[], decode: Decode, names: readonly string[], end: string): string {
  let rows = '';
  for (const line of lines) {
    const values = decode(line);
    if (values === undefined) continue;
    rows += '{';
    for (let index = 0; index < values.length; index++) rows += `${names[index]}${values[index]},`;
    rows += end;
  }
  return rows;
}
