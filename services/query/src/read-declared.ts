import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import { type Copy, copiesOf } from '../egress/core/copy.ts';
import type { HeaderOfFile } from './core/declaration/read-header.ts';
import { tablesWritten } from './core/declaration/tables-written.ts';
import { expandViews } from './core/graph/expand.ts';
import type { TableName } from './core/table-name.ts';
import type { FlowOfDataset } from './core/upstream.ts';
import { readHeaders } from './read-headers.ts';

/** What a file of this service says of itself and of others. */
export type DeclaredFile = DeclaredDataset | DeclaredView;

type DeclaredDataset = {
  readonly kind: 'dataset';
  readonly name: string;
  /** `after`: with the tables under its views, as it is compiled. */
  readonly flow: FlowOfDataset;
  readonly copies: readonly Copy[];
};
type DeclaredView = { readonly kind: 'view'; readonly name: string; readonly reads: readonly TableName[] };

type Read = HeaderOfFile & { readonly after: readonly TableName[] };

/** What the files say, datasets first, without a check of their SELECTs: for who asks often. Throws MistakesError at headers that cannot be read. */
export function readDeclaredFiles(service: string): readonly DeclaredFile[] {
  const files = readHeaders(service).map((file): Read => {
    return { ...file, after: file.header.data.after ?? tablesWritten(file.sql) };
  });
  const known = new Map(files.map((file) => [file.name, file]));
  const datasets = files.filter(({ materialized }) => materialized !== 'view');
  const views = files.filter(({ materialized }) => materialized === 'view');
  const copies = copiesOf(datasets.map(copiedOf));
  return [
    ...datasets.map((file): DeclaredFile => {
      const { name } = file;
      const own = copies.filter(({ dataset }) => dataset === name);
      return { kind: 'dataset', name, flow: flowOf(file, expandViews(file.after, known)), copies: own };
    }),
    ...views.map(({ name, after: reads }): DeclaredFile => ({ kind: 'view', name, reads })),
  ];
}

function copiedOf({ name, partition, header: { data } }: Read) {
  const columns = Object.entries(data.columns ?? {}).map(([column, { type }]) => [column, type]);
  return {
    table: name,
    columns: icebergColumns.parse(Object.fromEntries(columns)),
    key: data.unique_key ?? [],
    partition,
    egress: data.egress,
  };
}

function flowOf({ name, materialized, partition, header }: Read, after: readonly TableName[]): FlowOfDataset {
  const { schedule, lookback = 0 } = header.data;
  return {
    table: name,
    after: [...after],
    schedule,
    materialized: materialized === 'table' ? materialized : 'incremental',
    partition,
    lookback,
  };
}
