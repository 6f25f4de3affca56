import type { Grant } from '../aws/iam.ts';
import type { Deployed, DeployedFunction, Naming } from './deployed.ts';
import type { FlowNode } from './nodes.ts';
import { closeness, keysOf, nameOfArn, servedBy, takes, workGroupsOf } from './patterns.ts';

export type Arrow = { readonly from: string; readonly to: string /** A rule. */; readonly by?: string };

type Known = {
  readonly deployed: Deployed;
  readonly naming: Naming;
  readonly nodes: readonly FlowNode[];
  readonly byArn: ReadonlyMap<string, string>;
};

/** Every way that data or its events go, also from a thing to itself. */
export function arrowsOf(deployed: Deployed, naming: Naming, nodes: readonly FlowNode[]): readonly Arrow[] {
  const byArn = new Map(
    nodes.flatMap(({ arn, id, kind }) => (arn === undefined || kind === 'broker' ? [] : [[arn, id]])),
  );
  const known = { deployed, naming, nodes, byArn };
  return [
    ...fromSources(known),
    ...fromSubscriptions(known),
    ...fromDeliveries(known),
    ...fromRules(known),
    ...deployed.functions.flatMap((each) => fromFunction(known, each)),
    ...intoTables(known),
    ...fromPlaces(known),
    ...ofStatements(known),
    ...ofReads(known),
  ];
}

function fromSources({ deployed, byArn }: Known): readonly Arrow[] {
  return deployed.sources.flatMap(({ arn, functionArn, queues }) => {
    const to = `function:${nameOfArn(functionArn)}`;
    if (queues.length > 0) return queues.map((queue) => ({ from: `broker:${queue}`, to }));
    const from = byArn.get(arn);
    return from === undefined ? [] : [{ from, to }];
  });
}

function fromSubscriptions({ deployed, byArn }: Known): readonly Arrow[] {
  return deployed.subscriptions.flatMap(({ group, destinations }) =>
    destinations.flatMap((arn) => byArn.get(arn) ?? []).map((to) => ({ from: `log group:${group}`, to })),
  );
}

/** Records come from a stream, pass the functions that transform them, and lie then under a prefix. */
function fromDeliveries({ deployed, nodes, byArn, naming }: Known): readonly Arrow[] {
  return deployed.deliveries.flatMap(({ name, stream, processors, bucket, prefix }) => {
    const own = `delivery:${name}`;
    const source = byArn.get(stream ?? '');
    const passed = processors.flatMap((arn) => byArn.get(arn) ?? []);
    const key = `${prefix.replace(/!\{.*$/, '')}x`;
    const places = bucket === naming.rawBucket ? nodes.filter((node) => isPlaceOf(node, key)) : [];
    return [
      ...(source === undefined ? [] : [{ from: source, to: own }]),
      ...passed.map((to) => ({ from: own, to })),
      ...places.flatMap(({ id }) => (passed.length === 0 ? [own] : passed).map((from) => ({ from, to: id }))),
    ];
  });
}

function isPlaceOf({ kind, title }: FlowNode, key: string): boolean {
  return kind === 'objects' && key.startsWith(title);
}

/** From what a rule listens to, to where it sends: the rule is on the way. */
function fromRules({ deployed, nodes, byArn, naming }: Known): readonly Arrow[] {
  return deployed.rules
    .filter(({ isEnabled, pattern }) => isEnabled && pattern !== undefined)
    .flatMap(({ name, bus, pattern, targets }) => {
      const listened = bus === 'default' ? listenedTo(pattern, nodes, naming) : [`bus:${bus}`];
      const called = targets.flatMap((arn) => byArn.get(arn) ?? []);
      return listened.flatMap((from) => called.map((to) => ({ from, to, by: name })));
    });
}

function listenedTo(pattern: string | undefined, nodes: readonly FlowNode[], { rawBucket }: Naming): readonly string[] {
  const groups = new Set(workGroupsOf(pattern));
  const raw = new Set(keysOf(pattern, rawBucket));
  const buckets = new Set(nodes.map(({ table }) => placeOf(table?.location)[0]));
  const keys = new Map([...buckets].map((bucket) => [bucket, bucket === rawBucket ? [] : keysOf(pattern, bucket)]));
  return nodes
    .filter(({ kind, name, title, table }) => {
      if (kind === 'work group') return groups.has(name);
      if (kind === 'objects') return raw.has(`${title}*`);
      const [bucket = '', key = ''] = placeOf(table?.location);
      return (keys.get(bucket) ?? []).some((taken) => takes(taken, `${key}x`));
    })
    .map(({ id }) => id);
}

/** `bucket/lake/t/` → `['bucket', 'lake/t/']` */
function placeOf(location = ''): readonly [string, string] {
  const at = location.indexOf('/');
  return at === -1 ? [location, ''] : [location.slice(0, at), location.slice(at + 1)];
}

const sends = [
  'sqs:SendMessage',
  'kinesis:PutRecords',
  'firehose:PutRecordBatch',
  'athena:StartQueryExecution',
  'sns:Publish',
];

/** What a function may send to, as its role says. */
function fromFunction({ deployed, nodes, byArn, naming }: Known, { name, role }: DeployedFunction): readonly Arrow[] {
  const from = `function:${name}`;
  const grants = deployed.grants[role] ?? [];
  const sent = sends.flatMap((action) => servedBy(grants, action)).flatMap((arn) => byArn.get(arn) ?? []);
  const buses = servedBy(grants, 'events:PutEvents').map((arn) => `bus:${nameOfArn(arn)}`);
  const put = keysPut(grants, naming.rawBucket);
  const places = nodes.filter(({ kind, title }) => kind === 'objects' && put.some((key) => isAbout(key, title)));
  return [...sent, ...buses, ...places.map(({ id }) => id)].map((to) => ({ from, to }));
}

/** Keys that may be put into a bucket. */
function keysPut(grants: readonly Grant[], bucket: string): readonly string[] {
  const start = `arn:aws:s3:::${bucket}/`;
  const all = servedBy(grants, 's3:PutObject');
  return all.filter((resource) => resource.startsWith(start)).map((resource) => resource.slice(start.length));
}

/** `raw/stats/events/*` and `raw/*` are about `raw/stats/`. */
function isAbout(key: string, prefix: string): boolean {
  return key.startsWith(prefix) || takes(key, `${prefix}x`);
}

/** A table's files are written by those functions whose roles name its place most closely. */
function intoTables({ deployed, nodes, naming }: Known): readonly Arrow[] {
  return nodes.flatMap(({ id, table }) => {
    const [bucket, key] = placeOf(table?.location);
    if (table?.kind !== 'files' || bucket === naming.rawBucket) return [];
    const writers = deployed.functions.map(({ name, role }) => {
      const near = keysPut(deployed.grants[role] ?? [], bucket).filter((put) => takes(put, `${key}x`));
      return { name, near: Math.max(0, ...near.map(closeness)) };
    });
    const nearest = Math.max(1, ...writers.map(({ near }) => near));
    return writers.filter(({ near }) => near === nearest).map(({ name }) => ({ from: `function:${name}`, to: id }));
  });
}

/** What lies in the raw bucket and is a table as it lies. */
function fromPlaces({ nodes, naming }: Known): readonly Arrow[] {
  return nodes.flatMap(({ id, table }) => {
    const [bucket, key] = placeOf(table?.location);
    if (bucket !== naming.rawBucket) return [];
    return nodes.filter((node) => isPlaceOf(node, key)).map((place) => ({ from: place.id, to: id }));
  });
}

/** Tables that statements write: of the work groups in which functions of the same service start them and may write tables. */
function ofStatements({ deployed, nodes, byArn }: Known): readonly Arrow[] {
  const starters = deployed.functions.flatMap(({ name, role }) => {
    const grants = deployed.grants[role] ?? [];
    const writes = servedBy(grants, 's3:PutObject').filter((resource) => resource.includes('/iceberg/'));
    const service = nodes.find(({ id }) => id === `function:${name}`)?.service;
    const groups = writes.length === 0 ? [] : servedBy(grants, 'athena:StartQueryExecution');
    return groups.flatMap((arn) => byArn.get(arn) ?? []).map((group) => ({ group, service }));
  });
  return nodes
    .filter(({ table, declared }) => table?.kind === 'iceberg' && declared !== undefined)
    .flatMap(({ id, service }) =>
      starters.filter((each) => each.service === service).map(({ group }) => ({ from: group, to: id })),
    );
}

function ofReads({ nodes }: Known): readonly Arrow[] {
  return nodes.flatMap(({ id, declared }) =>
    (declared?.reads ?? [])
      .filter((read) => nodes.some((node) => node.id === `table:${read}`))
      .map((read) => ({
        from: `table:${read}`,
        to: id,
      })),
  );
}
