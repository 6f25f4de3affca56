import { folderOf } from '@tributary/ingest/changes/core/files/change-file.ts';
import { declaredChanges } from '../declared-changes.ts';
import { readDeclared } from '../jobs/declared.ts';
import type { DescribedTable } from './described-table.ts';

export type OriginOf = (table: Pick<DescribedTable, 'name' | 'from' | 'kind' | 'location'>) => string;

/** Where a table comes from: a folder of the raw bucket, the service whose statements make it, else where its objects lie. */
export function createOriginOf(): OriginOf {
  const services = new Map(readDeclared().map(({ name, service }) => [name, service]));
  const parsed = parsedFrom();
  return ({ name, from, kind, location }) => {
    const raw = from ?? parsed.get(name);
    if (raw !== undefined) return raw;
    const service = services.get(name);
    if (service !== undefined) return `services/${service}`;
    return kind === 'view' ? 'a view' : location.replace(/^s3:\/\/[^/]+\//, '');
  };
}

/** Folders of the raw bucket, by the tables that ingest's functions make of their objects. */
export function parsedFrom(): ReadonlyMap<string, string> {
  const logs = ['haproxy_requests', 'haproxy_events'].map((table) => [table, 'raw/logs/'] as const);
  const changes = declaredChanges().sources.flatMap((source) =>
    source.tables.map((table) => [`${table.name}_changes`, folderOf(source, table)] as const),
  );
  return new Map([...logs, ...changes]);
}
