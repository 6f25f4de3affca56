import type { Table } from '@aws-sdk/client-glue';
import { filesParameter } from '@tributary/catalog/glue/files-table.ts';

export type TableKind = 'files' | 'parquet' | 'json' | 'iceberg' | 'view' | 'other';

/** A table as the catalog has it, without a look at what it holds. */
export type DescribedTable = {
  readonly name: string;
  readonly kind: TableKind;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isSensitive: boolean }[];
  readonly partitionKeys: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  /** s3://… */
  readonly location: string;
  /** Epoch ms; of the table in the catalog. */
  readonly updatedAt: number | undefined;
  /** The folder of the raw bucket, of a table of files. */
  readonly from: string | undefined;
};

export function describeTable(table: Table): DescribedTable {
  const { Name: name = '', PartitionKeys: keys = [], Parameters: parameters = {}, StorageDescriptor: storage } = table;
  return {
    name,
    kind: kindOf(table),
    columns: (storage?.Columns ?? []).map(({ Name = '', Type = '', Parameters: said = {} }) => ({
      name: Name,
      type: Type,
      isSensitive: said.sensitive === 'true',
    })),
    partitionKeys: keys.map(({ Name = '' }) => Name),
    parameters,
    location: storage?.Location ?? '',
    updatedAt: table.UpdateTime?.getTime(),
    from: parameters[filesParameter.from],
  };
}

function kindOf({ TableType: type, Parameters: parameters = {} }: Table): TableKind {
  // While its types are made anew it is a view for a moment.
  if (parameters[filesParameter.from] !== undefined) return 'files';
  if (type === 'VIRTUAL_VIEW') return 'view';
  if (parameters.table_type?.toUpperCase() === 'ICEBERG') return 'iceberg';
  const { classification } = parameters;
  return classification === 'parquet' || classification === 'json' ? classification : 'other';
}

const generationBeside = /__\d+$/;

/** A table that stands beside another while its types are made anew is nobody's to ask. */
export function isBeside({ name, from }: DescribedTable): boolean {
  return from !== undefined && generationBeside.test(name);
}
