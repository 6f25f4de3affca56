import { by } from './by.ts';
import type { Deployed, DeployedTable, GraphTable, Naming } from './deployed.ts';
import { nameOfArn, prefixesOf, servedBy } from './patterns.ts';

export type FlowKind =
  | 'broker'
  | 'bus'
  | 'dataset'
  | 'delivery'
  | 'function'
  | 'group'
  | 'log group'
  | 'objects'
  | 'queue'
  | 'rule'
  | 'stream'
  | 'table'
  | 'topic'
  | 'view'
  | 'work group';

export type FlowNode = {
  /** `function:tributary-ingest-local-parse-logs`; in the address of the page. */
  readonly id: string;
  readonly kind: FlowKind;
  /** As AWS calls it. */
  readonly name: string;
  /** Short. */
  readonly title: string;
  /** `ingest`, where its name tells. */
  readonly service?: string;
  readonly arn?: string;
  /** The address of a queue. */
  readonly url?: string;
  /** The id of the queue that holds what was given up. */
  readonly deadLetters?: string;
  /** `rate(1 minute)`: of the rules that call it. */
  readonly schedules?: readonly string[];
  readonly table?: DeployedTable;
  readonly declared?: GraphTable;
  /** Of a function. */
  readonly logGroup?: string;
  /** Of a rule. */
  readonly targets?: readonly string[];
  readonly pattern?: string;
  readonly isOnLakeBus?: boolean;
  /** Of a group: the ids of what is in it. */
  readonly members?: readonly string[];
};

/** All that is deployed, each once; dead-letter queues stand with what they belong to, and here too. */
export function nodesOf(deployed: Deployed, naming: Naming): readonly FlowNode[] {
  const schedules = schedulesByArn(deployed);
  const named = (kind: FlowKind, name: string, arn: string): FlowNode => ({
    ...{ id: `${kind}:${name}`, kind, name, arn, ...shortOf(name, naming) },
    ...(schedules.has(arn) ? { schedules: schedules.get(arn) ?? [] } : {}),
  });
  const own = deployed.functions.flatMap(({ role }) => deployed.grants[role] ?? []);
  return [
    ...brokersOf(deployed),
    ...deployed.subscriptions.map(({ group }) => plain('log group', group)),
    ...deployed.streams.map(({ name, arn }) => named('stream', name, arn)),
    ...deployed.deliveries.map(({ name, arn }) => named('delivery', name, arn)),
    ...placesOf(deployed, naming),
    ...deployed.queues.map(({ name, arn, url, deadLetters }) => ({
      ...{ ...named('queue', name, arn), url },
      ...(deadLetters === undefined ? {} : { deadLetters: `queue:${nameOfArn(deadLetters)}` }),
    })),
    ...deployed.functions.map(({ name, arn, logGroup }) => ({
      ...{ ...named('function', name, arn), logGroup },
      ...failuresOf(deployed, arn),
    })),
    ...[...new Set(deployed.rules.map(({ bus }) => bus))]
      .filter((bus) => bus !== 'default')
      .map((bus) => plain('bus', bus)),
    ...servedBy(own, 'athena:StartQueryExecution').map((arn) => named('work group', nameOfArn(arn), arn)),
    ...servedBy(own, 'sns:Publish').map((arn) => named('topic', nameOfArn(arn), arn)),
    ...tablesOf(deployed, naming),
    ...deployed.rules.map(({ name, bus, pattern, targets, schedule }) => ({
      ...{ id: `rule:${name}`, kind: 'rule' as const, name, ...shortOf(name, naming), targets },
      isOnLakeBus: bus !== 'default',
      ...(pattern === undefined ? {} : { pattern }),
      ...(schedule === undefined ? {} : { schedules: [schedule] }),
    })),
  ];
}

function plain(kind: FlowKind, name: string): FlowNode {
  return { id: `${kind}:${name}`, kind, name, title: name };
}

/** `tributary-ingest-local-parse` is the queue `parse` of the service ingest. */
function shortOf(name: string, { prefix, stage }: Naming): Pick<FlowNode, 'title' | 'service'> {
  const rest = name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : name;
  const [service, title] = rest.split(`-${stage}-`);
  if (service !== undefined && title !== undefined) return { title, service };
  return { title: rest.endsWith(`-${stage}`) ? rest.slice(0, -stage.length - 1) : rest };
}

function schedulesByArn({ rules }: Deployed): ReadonlyMap<string, readonly string[]> {
  const pairs = rules.flatMap(({ schedule, targets }) =>
    schedule === undefined ? [] : targets.map((target) => ({ target, schedule })),
  );
  const byTarget = by(pairs, ({ target }) => target);
  return new Map([...byTarget].map(([target, all]) => [target, all.map(({ schedule }) => schedule)]));
}

function brokersOf({ sources }: Deployed): readonly FlowNode[] {
  return sources
    .filter(({ arn }) => arn.startsWith('arn:aws:mq:'))
    .flatMap(({ arn, queues }) =>
      queues.map((queue) => ({ id: `broker:${queue}`, kind: 'broker' as const, name: queue, title: queue, arn })),
    );
}

/** What of the raw bucket starts something. */
function placesOf({ rules }: Deployed, { rawBucket }: Naming): readonly FlowNode[] {
  const prefixes = rules.flatMap(({ pattern }) => prefixesOf(pattern, rawBucket));
  return [...new Set(prefixes)].map((prefix) => ({
    ...{ id: `objects:${prefix}`, kind: 'objects', name: `${rawBucket}/${prefix}`, title: prefix },
  }));
}

function failuresOf({ sources, functions }: Deployed, arn: string): Pick<FlowNode, 'deadLetters'> {
  const ofSource = sources.find(({ functionArn, onFailure }) => functionArn === arn && onFailure !== undefined);
  const queue = ofSource?.onFailure ?? functions.find((each) => each.arn === arn)?.onFailure;
  return queue === undefined ? {} : { deadLetters: `queue:${nameOfArn(queue)}` };
}

function tablesOf({ tables, graph }: Deployed, naming: Naming): readonly FlowNode[] {
  const declared = new Map(graph.filter(({ service }) => service !== null).map((each) => [each.name, each]));
  return tables.map((table) => {
    const title = table.database === naming.rawDatabase ? `raw.${table.name}` : table.name;
    const own = declared.get(title);
    return {
      ...{ id: `table:${title}`, kind: kindOf(table, own), name: `${table.database}.${table.name}`, title, table },
      ...(own === undefined ? {} : { service: own.service ?? '', declared: own }),
    };
  });
}

function kindOf({ kind }: DeployedTable, declared: GraphTable | undefined): FlowKind {
  if (kind === 'view') return 'view';
  return declared !== undefined || kind === 'iceberg' ? 'dataset' : 'table';
}
