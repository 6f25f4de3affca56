import type { Grain } from './core/dataset.ts';
import { tablesWritten } from './core/declaration/tables-written.ts';
import { expandViews } from './core/graph/expand.ts';
import type { TableName } from './core/table-name.ts';
import { readHeaders } from './read-headers.ts';

/** What a file of this service says of itself and of others. */
export type DeclaredFile = {
  readonly name: string;
  readonly kind: 'dataset' | 'view';
  /** What a dataset comes after, or a view reads: as it is compiled. */
  readonly reads: readonly TableName[];
  /** None for a table without partitions. */
  readonly grain?: Grain;
};

/** What the files say, datasets first, without a check of their SELECTs: for who asks often. Throws MistakesError at headers that cannot be read. */
export function readDeclaredFiles(service: string): readonly DeclaredFile[] {
  const files = readHeaders(service).map((file) => ({
    ...file,
    after: file.header.data.after ?? tablesWritten(file.sql),
  }));
  const known = new Map(files.map((file) => [file.name, file]));
  const datasets = files.filter(({ materialized }) => materialized !== 'view');
  const views = files.filter(({ materialized }) => materialized === 'view');
  return [
    ...datasets.map(({ name, after, partition }): DeclaredFile => {
      const grain = partition === undefined ? {} : { grain: partition.grain };
      return { name, kind: 'dataset', reads: expandViews(after, known), ...grain };
    }),
    ...views.map(({ name, after: reads }): DeclaredFile => ({ name, kind: 'view', reads })),
  ];
}
