import { readDeclared } from '../jobs/declared.ts';
import type { DescribedTable } from './described-table.ts';

export type OriginOf = (table: Pick<DescribedTable, 'name' | 'from' | 'kind' | 'location'>) => string;

/** Where a table comes from: a folder of the raw bucket, the service whose statements make it, else where its objects lie. */
export function createOriginOf(): OriginOf {
  const services = new Map(readDeclared().map(({ name, service }) => [name, service]));
  return ({ name, from, kind, location }) => {
    if (from !== undefined) return from;
    const service = services.get(name);
    if (service !== undefined) return `services/${service}`;
    return kind === 'view' ? 'a view' : location.replace(/^s3:\/\/[^/]+\//, '');
  };
}
