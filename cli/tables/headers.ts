import { fileURLToPath } from 'node:url';
import { readHeaders } from '@tributary/query/src/read-headers.ts';
import { UsageError } from '../usage.ts';

/** What the file of a dataset or view says of it to people. */
export type TableHeader = {
  readonly name: string;
  readonly kind: 'dataset' | 'view';
  readonly description: string;
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** By column, where one is described. */
  readonly columns: Readonly<Record<string, string>>;
  readonly sensitive: readonly string[];
};

const query = fileURLToPath(new URL('../../services/query/', import.meta.url));

/** The headers of all datasets and views. Throws UsageError for all mistakes in them at once. */
export function readTableHeaders(service = query): readonly TableHeader[] {
  return readOrRefuse(service).map(({ name, materialized, header: { data } }) => {
    const columns = Object.entries(data.columns ?? {});
    return {
      name,
      kind: materialized === 'view' ? 'view' : 'dataset',
      description: data.description,
      owner: data.owner ?? null,
      tags: data.tags ?? [],
      columns: Object.fromEntries(
        columns.flatMap(([column, { description }]) => (description === undefined ? [] : [[column, description]])),
      ),
      sensitive: columns.flatMap(([column, { sensitive }]) => (sensitive ? [column] : [])),
    };
  });
}

function readOrRefuse(service: string) {
  try {
    return readHeaders(service);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`What services/query declares cannot be read: ${message}`, { cause });
  }
}
