/** What of this account's buckets goes where. */
export type Settings = {
  readonly account: string;
  /** Of the raw bucket, and of the lake bucket where ingest makes it. */
  readonly buckets: readonly Replicated[];
  readonly roleName: string;
  readonly service: string;
  readonly stage: string;
};

export type Replicated = {
  /** The logical id of the bucket here. */
  readonly id: 'RawBucket' | 'LakeBucket';
  /** Its name; holds ${AWS::AccountId}. */
  readonly name: string;
  readonly replica: string;
  /** Each is a rule; the empty one is the whole bucket. */
  readonly prefixes: readonly string[];
  readonly deleteMarkers: boolean;
};

export type Given = {
  readonly account: string;
  readonly bucket: string;
  readonly prefixes: string;
  readonly lakeBucket: string;
  readonly names: { readonly raw: string; readonly lake: string; readonly role: string };
  readonly service: string;
  readonly stage: string;
};

/** Parameters that cannot be together; `message` says which, and what to do. */
class ReplicationError extends Error {
  override readonly name = 'ReplicationError';
}

/** The settings by the parameters; undefined where nothing is replicated. Throws ReplicationError. */
export function readSettings(given: Given): Settings | undefined {
  const { account, names, service, stage } = given;
  if (account === '') {
    if (given.lakeBucket === 'ingest')
      throw new ReplicationError('lakeBucket=ingest is for an account that replicates: give replicaAccount too.');
    return undefined;
  }
  const there = (name: string) => name.replaceAll(`\${AWS::AccountId}`, account);
  const raw: Replicated = {
    id: 'RawBucket',
    name: names.raw,
    replica: given.bucket === '' ? there(names.raw) : given.bucket,
    prefixes: readPrefixes(given.prefixes),
    // What somebody deletes here stays there: nothing of the lake deletes raw objects
    deleteMarkers: false,
  };
  const lake: Replicated = {
    id: 'LakeBucket',
    name: names.lake,
    replica: there(names.lake),
    prefixes: [''],
    // Files that a later parse replaced are gone there too
    deleteMarkers: true,
  };
  const buckets = given.lakeBucket === 'ingest' ? [raw, lake] : [raw];
  return { account, buckets, roleName: names.role, service, stage };
}

function readPrefixes(text: string): readonly string[] {
  const prefixes = text.split(',').map((each) => each.trim());
  const [inner, outer] = prefixes.flatMap((one, at) =>
    prefixes.flatMap((other, to) => (at !== to && one.startsWith(other) ? [one, other] : [])),
  );
  if (inner !== undefined)
    throw new ReplicationError(
      `replicaPrefixes: ${inner} lies in ${outer} already. Name each part of the bucket once.`,
    );
  return prefixes;
}

/** The id of a rule, by which its metrics and alarms are named: `raw`, `raw-logs`, and of the whole lake bucket `lake`. */
export function ruleId({ id }: Replicated, prefix: string): string {
  if (prefix === '') return id === 'LakeBucket' ? 'lake' : 'all';
  return prefix.replace(/\/$/, '').replace(/[^A-Za-z0-9]+/g, '-');
}
