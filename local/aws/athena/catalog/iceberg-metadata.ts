import { partitionKey } from '../../../iceberg/data-file.ts';
import { liveFiles } from '../../../iceberg/live-files.ts';
import { defaultSpec, type IcebergTable, type PartitionField } from '../../../iceberg/table.ts';
import { toTrinoType } from '../../../iceberg/trino-type.ts';
import type { Value } from '../../../iceberg/value.ts';
import type { Column } from '../../../sql/plan.ts';
import { isoDate, isoTimestamp } from '../read/serde/moment.ts';
import type { Run } from '../run.ts';
import { tableFiles } from './table-files.ts';

type Row = Readonly<Record<string, unknown>>;

export type MetadataTable = { readonly columns: readonly Column[]; rows(): Promise<readonly Row[]> };

const bigint = { kind: 'bigint' } as const;
const varchar = { kind: 'varchar' } as const;
const moment = { kind: 'timestamptz', precision: 3 } as const;

const tables: Readonly<Record<string, (run: Run, table: IcebergTable) => MetadataTable>> = {
  partitions,
  snapshots,
  history,
};

/** `"t$partitions"`, `"t$snapshots"` or `"t$history"` of an Iceberg table; undefined for what there is no such table of. */
export function icebergMetadata(run: Run, table: IcebergTable, name: string): MetadataTable | undefined {
  return tables[name]?.(run, table);
}

function partitions(run: Run, table: IcebergTable): MetadataTable {
  const { id, fields } = defaultSpec(table);
  const counts = [
    { name: 'record_count', type: bigint },
    { name: 'file_count', type: bigint },
    { name: 'total_size', type: bigint },
  ];
  const row = {
    kind: 'row' as const,
    fields: fields.map(({ name, resultType: type }) => ({ name, type: toTrinoType(type) })),
  };
  return {
    columns: fields.length > 0 ? [{ name: 'partition', type: row }, ...counts] : counts,
    async rows() {
      const { data } = await liveFiles(tableFiles(run), table);
      const found = new Map<string, { partition: Row; record_count: number; file_count: number; total_size: number }>();
      for (const { file } of data) {
        const key = partitionKey(file);
        const values = file.specId === id ? file.partition : [];
        const before = found.get(key) ?? {
          partition: named(fields, values),
          record_count: 0,
          file_count: 0,
          total_size: 0,
        };
        found.set(key, {
          partition: before.partition,
          record_count: before.record_count + file.recordCount,
          file_count: before.file_count + 1,
          total_size: before.total_size + file.size,
        });
      }
      return [...found.values()];
    },
  };
}

const named = (fields: readonly PartitionField[], values: readonly (Value | null)[]): Row =>
  Object.fromEntries(fields.map((field, index) => [field.name, shown(field, values[index] ?? null)]));

/** A partition's value as JSON that DuckDB reads as its type. */
function shown({ resultType: type }: PartitionField, value: Value | null): unknown {
  if (typeof value === 'bigint') return (integral[type.kind] ?? String)(value, type);
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex').replace(/(..)(?=.)/g, '$1\\x')}` : value;
}

/** How values that Iceberg keeps as integers are written. */
const integral: Readonly<Record<string, (value: bigint, type: PartitionField['resultType']) => unknown>> = {
  date: (value) => isoDate(Number(value) * 86_400_000),
  timestamp: microseconds,
  timestamptz: (value) => ({ utc: microseconds(value), zone: 'UTC' }),
  decimal: (value, type) => scaled(value, type.kind === 'decimal' ? type.scale : 0),
};

function microseconds(value: bigint): string {
  const rest = ((value % 1000n) + 1000n) % 1000n;
  return `${isoTimestamp(Number((value - rest) / 1000n))}${String(rest).padStart(3, '0')}`;
}

function scaled(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${value < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}

const at = (millis: number) => ({ utc: isoTimestamp(millis), zone: 'UTC' });

function snapshots(_run: Run, table: IcebergTable): MetadataTable {
  return {
    columns: [
      { name: 'committed_at', type: moment },
      { name: 'snapshot_id', type: bigint },
      { name: 'parent_id', type: bigint },
      { name: 'operation', type: varchar },
      { name: 'manifest_list', type: varchar },
      { name: 'summary', type: { kind: 'map', key: varchar, value: varchar } },
    ],
    rows: async () =>
      table.metadata.snapshots.map((snapshot) => {
        const { operation, ...summary } = snapshot.summary;
        return {
          committed_at: at(snapshot['timestamp-ms']),
          snapshot_id: String(snapshot['snapshot-id']),
          parent_id: snapshot['parent-snapshot-id'] === undefined ? null : String(snapshot['parent-snapshot-id']),
          operation: operation ?? null,
          manifest_list: snapshot['manifest-list'],
          summary,
        };
      }),
  };
}

function history(_run: Run, table: IcebergTable): MetadataTable {
  const parents = new Map(table.metadata.snapshots.map((each) => [each['snapshot-id'], each['parent-snapshot-id']]));
  return {
    columns: [
      { name: 'made_current_at', type: moment },
      { name: 'snapshot_id', type: bigint },
      { name: 'parent_id', type: bigint },
      { name: 'is_current_ancestor', type: { kind: 'boolean' } },
    ],
    async rows() {
      const ancestors = ancestorsOf(table.metadata['current-snapshot-id'] ?? undefined, parents);
      return table.metadata['snapshot-log'].map((entry) => {
        const id = entry['snapshot-id'];
        const parent = parents.get(id);
        return {
          made_current_at: at(entry['timestamp-ms']),
          snapshot_id: String(id),
          parent_id: parent === undefined || parent === null ? null : String(parent),
          is_current_ancestor: ancestors.has(id),
        };
      });
    },
  };
}

function ancestorsOf(
  current: bigint | undefined,
  parents: ReadonlyMap<bigint, bigint | null | undefined>,
): ReadonlySet<bigint> {
  const found = new Set<bigint>();
  let id: bigint | null | undefined = current;
  while (id !== undefined && id !== null && !found.has(id)) {
    found.add(id);
    id = parents.get(id);
  }
  return found;
}
