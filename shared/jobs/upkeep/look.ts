import type { Log } from '../../lambda.ts';
import { type Manifest, readManifest, readManifestList, type TableFile } from './manifests.ts';
import { partitionTextOf } from './partition-text.ts';
import { currentSnapshot, forgettable, readTableMetadata, type TableMetadata } from './table-metadata.ts';
import type { Forgettable } from './worth.ts';

export type LookDeps = {
  /** What the present metadata file of an Iceberg table holds; undefined for a table that is not there. */
  readonly readMetadata: (database: string, table: string) => Promise<Buffer | undefined>;
  /** The bytes of `s3://bucket/key`; undefined for none. */
  readonly readObject: (uri: string) => Promise<Buffer | undefined>;
  readonly log: Pick<Log, 'warn'>;
};

/** Looks at tables by their metadata alone, without a statement. Undefined: it cannot be told, and what is due is to be done. */
export type Look = {
  readonly files: (database: string, table: string) => Promise<readonly TableFile[] | undefined>;
  readonly forgettable: (database: string, table: string) => Promise<Forgettable | undefined>;
};

// A manifest has some 200 bytes for a file. More than this takes longer to read than it saves.
const mostManifestBytes = 16_000_000;
const mostManifests = 500;
const atOnce = 10;

export function createLook(deps: LookDeps): Look {
  const look = async <T>(database: string, table: string, read: (metadata: TableMetadata) => T | Promise<T>) => {
    const file = await deps.readMetadata(database, table);
    if (file === undefined) return undefined;
    try {
      return await read(readTableMetadata(file));
    } catch (error) {
      if (!(error instanceof Error) || isOfAws(error)) throw error;
      // Of another writer, or damaged: a table that cannot be looked at is kept up by the clock.
      deps.log.warn('The metadata of a table could not be read', { table, error: error.message });
      return undefined;
    }
  };
  return {
    files: (database, table) => look(database, table, (metadata) => filesOf(deps, metadata)),
    forgettable: (database, table) => look(database, table, forgettable),
  };
}

/** Of the service, and so of the moment. */
function isOfAws(error: Error): boolean {
  return '$metadata' in error;
}

async function filesOf(deps: LookDeps, metadata: TableMetadata): Promise<readonly TableFile[] | undefined> {
  const list = currentSnapshot(metadata)?.['manifest-list'];
  if (list === undefined) return [];
  const content = await deps.readObject(list);
  if (content === undefined) return undefined;
  const manifests = readManifestList(content);
  const bytes = manifests.reduce((sum, each) => sum + each.bytes, 0);
  if (bytes > mostManifestBytes || manifests.length > mostManifests) return undefined;
  const files: TableFile[] = [];
  for (let at = 0; at < manifests.length; at += atOnce) {
    const some = manifests.slice(at, at + atOnce);
    for (const read of await Promise.all(some.map((each) => readOne(deps, metadata, each)))) files.push(...read);
  }
  return files;
}

async function readOne({ readObject }: LookDeps, metadata: TableMetadata, { uri, specId }: Manifest) {
  const content = await readObject(uri);
  const spec = metadata['partition-specs'].find((each) => each['spec-id'] === specId);
  if (content === undefined || spec === undefined) throw new Error(`${uri} is not there, or of no spec of the table`);
  return readManifest(content, partitionTextOf(metadata, spec));
}
