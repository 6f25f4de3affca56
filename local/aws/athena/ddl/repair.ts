import { addPartitions, listPartitions } from '../catalog/glue.ts';
import { folder, uriOf } from '../catalog/location.ts';
import type { CatalogTable, HiveTable } from '../catalog/source-table.ts';
import { DdlError } from '../execution/failure.ts';
import { type Outcome, textColumn } from '../execution/outcome.ts';
import { listFiles } from '../read/object-access.ts';
import type { Run } from '../run.ts';
import { unescapeName } from '../write/partition-path.ts';

/** MSCK REPAIR TABLE: adds the partitions that lie below the table's location in Hive's form, `key=value/…`, and are not in Glue. */
export async function repairTable(run: Run, source: CatalogTable): Promise<Outcome> {
  if (source.kind !== 'hive') throw new DdlError('SemanticException MSCK REPAIR TABLE is for external tables only');
  const { name, glue, partitionColumns } = source;
  if (partitionColumns.length === 0) return { kind: 'text', columns: [textColumn('result')], lines: [] };
  const known = new Set((await listPartitions(run, name)).map(({ Values }) => JSON.stringify(Values)));
  const missing = [...foundPartitions(run, source)].filter(([, values]) => !known.has(JSON.stringify(values)));
  await addPartitions(
    run,
    name,
    missing.map(([path, values]) => ({
      Values: values,
      StorageDescriptor: { ...glue.StorageDescriptor, Location: `${rootOf(source)}${path}` },
    })),
  );
  const listed = missing.map(([path]) => `${name.table}:${path.slice(0, -1)}`);
  const lines = [
    ...(listed.length > 0 ? [`Partitions not in metastore:\t${listed.join('\t')}`] : []),
    ...listed.map((partition) => `Repair: Added partition to metastore ${partition}`),
  ];
  return { kind: 'text', columns: [textColumn('result')], lines };
}

const rootOf = (table: HiveTable) => uriOf(folder(table.location));

/** Partition folders by their path below the table's location. */
function foundPartitions(run: Run, table: HiveTable): Map<string, string[]> {
  const at = folder(table.location);
  const found = new Map<string, string[]>();
  const names = table.partitionColumns.map(({ name }) => name);
  for (const file of listFiles(run, at)) {
    const parts = file.key.slice(at.key.length).split('/').slice(0, -1);
    const values = valuesOf(parts, names);
    if (values) found.set(`${parts.slice(0, names.length).join('/')}/`, values);
  }
  return found;
}

function valuesOf(parts: readonly string[], names: readonly string[]): string[] | undefined {
  const values: string[] = [];
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? '';
    const equals = part.indexOf('=');
    if (equals < 0 || part.slice(0, equals).toLowerCase() !== name) return undefined;
    values.push(unescapeName(part.slice(equals + 1)));
  }
  return values;
}
