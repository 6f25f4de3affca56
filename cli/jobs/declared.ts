import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSql as compileEnrich } from '@tributary/enrich/src/compile-sql.ts';
import { declaredViews } from '@tributary/ingest/changes/core/current/declared-views.ts';
import { rowsTableName } from '@tributary/ingest/changes/core/current/rows-table.ts';
import type { Changes } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import { compactionName } from '@tributary/query/compaction/core/compaction-name.ts';
import type { Copy } from '@tributary/query/egress/core/copy.ts';
import type { Grain } from '@tributary/query/src/core/dataset.ts';
import { upstreamOf } from '@tributary/query/src/core/upstream.ts';
import { type DeclaredFile, readDeclaredFiles } from '@tributary/query/src/read-declared.ts';
import type { Upstream } from '@tributary/shared/jobs/target.ts';
import { near } from '../near.ts';
import { UsageError } from '../usage.ts';

/** A service whose statements are jobs. */
export type JobsService = 'ingest' | 'enrich' | 'query';

/** A table or view that statements write, as a file of its service declares it. */
export type Declared = {
  readonly name: string;
  readonly service: JobsService;
  /** `rows`: of a database, as they are now. `compaction`: days of all event types, each a table. */
  readonly kind: 'rows' | 'enrichment' | 'dataset' | 'view' | 'compaction';
  /** The table of rows that a view is over. */
  readonly over?: string;
  /** The tables that it reads, as `lake.integration_requests`. */
  readonly reads?: readonly string[];
  /** What the partitions of a dataset are; none for a table without. */
  readonly grain?: Grain;
  /** The datasets whose older work a dataset waits for, as its service has it. */
  readonly upstream?: readonly Upstream[];
  /** Where a dataset is copied to. */
  readonly copies?: readonly Copy[];
};

/** A copy of a dataset elsewhere, `integration_usage.mysql`. */
export type DeclaredCopy = {
  readonly name: string;
  readonly service: 'query';
  readonly kind: 'copy';
  readonly reads: readonly string[];
  readonly copy: Copy;
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
    ...ofQuery(files),
    { name: compactionName, service: 'query', kind: 'compaction' },
  ];
}

function ofQuery(files: readonly DeclaredFile[]): readonly Declared[] {
  const flows = files.flatMap((file) => (file.kind === 'dataset' ? [file.flow] : []));
  return files.map((file) => {
    const { name, kind } = file;
    if (file.kind === 'view') return { name, service: 'query', kind, reads: file.reads.map(nameOf) };
    const { flow, copies } = file;
    const partitions = flow.partition === undefined ? {} : { grain: flow.partition.grain };
    const upstream = upstreamOf(flow, flows);
    return { name, service: 'query', kind, reads: flow.after.map(nameOf), ...partitions, upstream, copies };
  });
}

/** The copies of all datasets. */
export function copiesIn(declared: readonly Declared[]): readonly DeclaredCopy[] {
  return declared.flatMap(({ name, copies = [] }) =>
    copies.map((copy): DeclaredCopy => {
      return { name: copy.id, service: 'query', kind: 'copy', reads: [inLake(name)], copy };
    }),
  );
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

/** The one of this name; throws UsageError that says which are near, or what there is. */
export function findDeclared<T extends Pick<Declared, 'name' | 'service'>>(name: string, all: readonly T[]): T {
  const [found, other] = all.filter((each) => each.name === name);
  if (found !== undefined && other !== undefined) {
    throw new UsageError(
      `${name} is declared twice, by services/${found.service} and services/${other.service}: rename one of them.`,
    );
  }
  if (found !== undefined) return found;
  const names = all.map((each) => each.name).toSorted();
  throw new UsageError(`Nothing named ${name} is declared in ${places}. ${near(name, names)}`);
}

const places = 'services/ingest/changes, services/enrich or services/query';
/** A table or view of this name. Throws UsageError also for a copy, of which there is no day. */
export function findTable(name: string, all: readonly Declared[]): Declared {
  const copy = copiesIn(all).find((each) => each.name === name);
  if (copy === undefined) return findDeclared(name, all);
  const { dataset } = copy.copy;
  throw new UsageError(
    `${name} is a copy of ${dataset}, made after each of its publications: lake retry ${name} tries again what failed, lake run ${dataset} makes days anew.`,
  );
}
