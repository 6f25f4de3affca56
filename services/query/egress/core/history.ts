import * as z from 'zod';

/** A version of a table: two of one lineage are in the order of their sequences, others in that of their times. */
export type Version = {
  /** The table's own id: a table that was made again has another one. */
  readonly lineage: string;
  readonly sequence: number;
  /** Iceberg's id of it: 64 bits, as text. */
  readonly snapshot: string;
  /** Epoch ms. */
  readonly committedAt: number;
};

export type Commit = Version & {
  /** OPTIMIZE writes rows into other files, and changes none. */
  readonly changesRows: boolean;
  /** Those that the table had then: a version has no others. */
  readonly columns: readonly string[];
};

/** The newest first: the present version, and those before it as far as the table still knows them. */
export type History = readonly Commit[];

const id = z.string();
const metadata = z.object({
  'table-uuid': z.string(),
  'current-schema-id': z.number(),
  schemas: z.array(z.object({ 'schema-id': z.number(), fields: z.array(z.object({ name: z.string() })) })),
  'current-snapshot-id': id.nullish(),
  snapshots: z
    .array(
      z.object({
        'snapshot-id': id,
        'parent-snapshot-id': id.nullish(),
        'sequence-number': z.number().int(),
        'timestamp-ms': z.number(),
        'schema-id': z.number().optional(),
        summary: z.object({ operation: z.string() }).optional(),
      }),
    )
    .default([]),
});

type Metadata = z.infer<typeof metadata>;
type Snapshot = Metadata['snapshots'][number];

/** Reads the history of a table from the text of its metadata file. */
export function readHistory(text: string): History {
  // JSON.parse rounds numbers of 64 bits.
  const exact = text.replace(/"((?:current-|parent-)?snapshot-id)"\s*:\s*(-?\d+)/g, '"$1":"$2"');
  const read = metadata.parse(JSON.parse(exact));
  const { 'current-snapshot-id': current, snapshots } = read;
  const byId = new Map(snapshots.map((snapshot) => [snapshot['snapshot-id'], snapshot]));
  const commits: Commit[] = [];
  let next = byId.get(current ?? '');
  while (next !== undefined && commits.length < snapshots.length) {
    commits.push(commitOf(next, read));
    next = byId.get(next['parent-snapshot-id'] ?? '');
  }
  return commits;
}

function commitOf(snapshot: Snapshot, { schemas, ...table }: Metadata): Commit {
  const schemaId = snapshot['schema-id'] ?? table['current-schema-id'];
  const schema = schemas.find((each) => each['schema-id'] === schemaId);
  return {
    lineage: table['table-uuid'],
    sequence: snapshot['sequence-number'],
    snapshot: snapshot['snapshot-id'],
    committedAt: snapshot['timestamp-ms'],
    changesRows: snapshot.summary?.operation !== 'replace',
    columns: (schema?.fields ?? []).map(({ name }) => name.toLowerCase()),
  };
}

/** What came after a version; undefined where the table no longer knows all of it. */
export function commitsSince(history: History, version: Version): readonly Commit[] | undefined {
  const known = history.findIndex(
    ({ lineage, sequence }) => lineage === version.lineage && sequence <= version.sequence,
  );
  return known === -1 ? undefined : history.slice(0, known);
}

/** Whether `a` came after `b`. */
export function isNewer(a: Omit<Version, 'snapshot'>, b: Omit<Version, 'snapshot'>): boolean {
  return a.lineage === b.lineage ? a.sequence > b.sequence : a.committedAt > b.committedAt;
}
