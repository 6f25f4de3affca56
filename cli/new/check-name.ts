import { readDeclared } from '../jobs/declared.ts';
import { UsageError } from '../usage.ts';

/** Enrichments, datasets, views and tables of databases are tables of one database. Throws UsageError. */
export function checkName(name: string, services: string): void {
  if (!/^[a-z_][a-z0-9_]{0,127}$/.test(name))
    throw new UsageError(`A table is named by lower-case letters, digits and _, as orders_per_day: ${name}`);
  const other = readDeclared(services).find((each) => each.name === name);
  if (other !== undefined)
    throw new UsageError(`${name} is there already, declared by services/${other.service}: choose another name`);
}
