import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSql as compileEnrich } from '@tributary/enrich/src/compile-sql.ts';
import { compileSql as compileQuery } from '@tributary/query/src/compile-sql.ts';
import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { UsageError } from '../usage.ts';

/** A service whose statements are jobs. */
export type JobsService = 'enrich' | 'query';

/** A table or view that statements write, as a file of its service declares it. */
export type Declared = {
  readonly name: string;
  readonly service: JobsService;
  readonly kind: 'enrichment' | 'dataset' | 'view';
};

const servicesFolder = fileURLToPath(new URL('../../services/', import.meta.url));

/** All that the services declare, those first that others read. Throws UsageError at a file that is not as it must be. */
export function readDeclared(folder = servicesFolder): readonly Declared[] {
  const { enrichments } = compiled(folder, 'enrich', compileEnrich);
  const { datasets, views } = compiled(folder, 'query', compileQuery);
  return [
    ...enrichments.map(({ table: name }) => ({ name, service: 'enrich', kind: 'enrichment' }) as const),
    ...datasets.map(({ table: name }) => ({ name, service: 'query', kind: 'dataset' }) as const),
    ...views.map(({ view: name }) => ({ name, service: 'query', kind: 'view' }) as const),
  ];
}

function compiled<T>(folder: string, service: JobsService, compile: (service: string) => T): T {
  try {
    return compile(join(folder, service));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`What services/${service} declares cannot be read: ${message}`, { cause });
  }
}

/** The one of this name; throws UsageError that says what there is. */
export function findDeclared(name: string, all: readonly Declared[]): Declared {
  const [found, other] = all.filter((each) => each.name === name);
  if (found !== undefined && other !== undefined) {
    throw new UsageError(
      `${name} is declared twice, by services/${found.service} and services/${other.service}: rename one of them.`,
    );
  }
  if (found !== undefined) return found;
  const names = all.map((each) => each.name);
  const near = nearMiss(name, names);
  throw new UsageError(
    `Nothing named ${name} is declared in services/enrich or services/query. ${
      near === undefined ? `There are: ${names.toSorted().join(', ')}.` : `Did you mean ${near}?`
    }`,
  );
}
