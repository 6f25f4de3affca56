import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSql as compileEnrich } from '@tributary/enrich/src/compile-sql.ts';
import { declaredViews } from '@tributary/ingest/changes/core/current/declared-views.ts';
import { rowsTableName } from '@tributary/ingest/changes/core/current/rows-table.ts';
import type { Changes } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import type { Grain } from '@tributary/query/src/core/dataset.ts';
import { readDeclaredFiles } from '@tributary/query/src/read-declared.ts';
import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { UsageError } from '../usage.ts';

/** A service whose statements are jobs. */
export type JobsService = 'ingest' | 'enrich' | 'query';

/** A table or view that statements write, as a file of its service declares it. */
export type Declared = {
  readonly name: string;
  readonly service: JobsService;
  /** `rows`: of a database, as they are now. */
  readonly kind: 'rows' | 'enrichment' | 'dataset' | 'view';
  /** The table of rows that a view is over. */
  readonly over?: string;
  /** The tables that it reads, as `lake.integration_requests`. */
  readonly reads?: readonly string[];
  /** What the partitions of a dataset are; none for a table without. */
  readonly grain?: Grain;
};

const servicesFolder = fileURLToPath(new URL('../../services/', import.meta.url));

/** All that the services declare, those first that others read. Throws UsageError at a file that is not as it must be. */
export function readDeclared(folder = servicesFolder): readonly Declared[] {
  const changes = compiled(folder, 'ingest', readDatabases);
  const { enrichments } = compiled(folder, 'enrich', compileEnrich);
  const files = compiled(folder, 'query', readDeclaredFiles);
  return [
    ...ofDatabases(changes),
    ...enrichments.map(({ table: name, source, reads }) => {
      return { name, service: 'enrich', kind: 'enrichment', reads: [source, ...reads].map(inLake) } as const;
    }),
    ...files.map(({ name, kind, reads, grain }) => {
      const partitions = grain === undefined ? {} : { grain };
      return { name, service: 'query', kind, reads: reads.map(nameOf), ...partitions } as const;
    }),
  ];
}

const inLake = (table: string) => `lake.${table}`;
const nameOf = ({ database, table }: { readonly database: string; readonly table: string }) => `${database}.${table}`;

function readDatabases(service: string): Changes {
  return readChanges(readFileSync(join(service, 'changes', 'changes.yml'), 'utf8'));
}

function ofDatabases(changes: Changes): readonly Declared[] {
  const tables = changes.sources.flatMap((source) => source.tables);
  const rows = tables
    .filter(({ key, current }) => key.length > 0 && current === 'table')
    .map((table) => ({
      name: rowsTableName(table),
      view: `${table.name}_current`,
      reads: [`lake.${table.name}_changes`],
    }));
  return [
    ...rows.map(({ name, reads }) => ({ name, service: 'ingest', kind: 'rows', reads }) as const),
    ...declaredViews(changes, 'lake').map((declared) => {
      const { view: name } = declared;
      const over = rows.find(({ view }) => view === name)?.name;
      const reads = declared.reads.map(nameOf);
      return { name, service: 'ingest', kind: 'view', reads, ...(over === undefined ? {} : { over }) } as const;
    }),
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
    `Nothing named ${name} is declared in services/ingest/changes, services/enrich or services/query. ${
      near === undefined ? `There are: ${names.toSorted().join(', ')}.` : `Did you mean ${near}?`
    }`,
  );
}
