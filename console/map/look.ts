import { listMetrics, type Metric, type Series, seriesOf } from '../aws/monitoring.ts';
import { list } from '../aws/s3.ts';
import { attributesOf } from '../aws/sqs.ts';
import type { Flow } from './flow.ts';
import { type Measure, measuresOf, measuresOfRules } from './measures.ts';
import type { FlowNode } from './nodes.ts';
import { countedByRules, type Seen, seenOf } from './standing.ts';

/** What is to be looked at, again and again. */
export type Looking = {
  readonly flow: Flow;
  /** Drawn one by one: only their objects are counted. */
  readonly drawn: ReadonlySet<string>;
  /** The lake's own metrics that there are. */
  readonly written: readonly Metric[];
  readonly bus: string;
  /** Since when things are counted, in milliseconds. */
  readonly from: number;
};

/** Of more tables of files the objects are not counted. */
const mostListed = 30;

/** The lake's own metrics are in a namespace of its stage. */
export function writtenMetrics(prefix: string, stage: string): Promise<readonly Metric[]> {
  return listMetrics(`${prefix}-${stage}`);
}

/** How all nodes are, by id: CloudWatch in one request or a few, and at once what it tells by the minute only: queues' depths, objects. */
export async function look(looking: Looking, now: number): Promise<ReadonlyMap<string, Seen>> {
  const { flow, written, bus, from } = looking;
  const nodes = [...flow.nodes, ...flow.aside, ...flow.dead];
  const measures = [...measuresOf(nodes, written), ...measuresOfRules(flow.rules, bus)];
  const listed = nodes.filter(({ id }) => looking.drawn.has(id)).flatMap(placeOf);
  const [series, depths, objects] = await Promise.all([
    seriesOf(
      measures.map(({ metric }) => metric),
      { from, to: now + 60_000 },
    ),
    depthsOf(nodes),
    Promise.all(listed.slice(0, mostListed).map((place) => countObjects(place, from))),
  ]);
  const seen = new Map(seenByNode(measures, series));
  for (const { id, times } of objects) seen.set(id, { ...(seen.get(id) ?? seenOf([])), times, unit: 'object' });
  for (const node of nodes) {
    const waiting = depths.get(node.id);
    const dead = node.deadLetters === undefined ? undefined : depths.get(node.deadLetters);
    const own = byRules(seen, node, flow);
    seen.set(node.id, {
      ...own,
      ...(waiting === undefined ? {} : { waiting }),
      ...(dead === undefined ? {} : { dead }),
    });
  }
  return seen;
}

function seenByNode(measures: readonly Measure[], series: readonly Series[]): readonly (readonly [string, Seen])[] {
  const byNode = new Map<string, { measure: Measure; total: number; latest: number | undefined }[]>();
  for (const [at, measure] of measures.entries()) {
    const values = series[at]?.values ?? [];
    const total = values.reduce((sum, value) => sum + value, 0);
    byNode.set(measure.node, [...(byNode.get(measure.node) ?? []), { measure, total, latest: values.at(-1) }]);
  }
  return [...byNode].map(([id, all]) => [id, seenOf(all)]);
}

/** Messages that wait or are being worked on, by a queue's id. */
async function depthsOf(nodes: readonly FlowNode[]): Promise<ReadonlyMap<string, number>> {
  const queues = nodes.flatMap(({ id, url }) => (url === undefined ? [] : [{ id, url }]));
  const depths = queues.map(async ({ id, url }) => {
    const { ApproximateNumberOfMessages = 0, ApproximateNumberOfMessagesNotVisible = 0 } = await attributesOf(url);
    return [id, Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible)] as const;
  });
  return new Map(await Promise.all(depths));
}

type Place = { readonly id: string; readonly bucket: string; readonly prefix: string };

/** Iceberg's tables count their rows themselves. */
function placeOf({ id, kind, name, table }: FlowNode): readonly Place[] {
  const text = kind === 'objects' ? name : table?.kind === 'files' ? table.location : undefined;
  const at = text?.indexOf('/') ?? -1;
  return text === undefined || at === -1 ? [] : [{ id, bucket: text.slice(0, at), prefix: text.slice(at + 1) }];
}

/** Undefined where there are more than one listing gives. */
async function countObjects({ id, bucket, prefix }: Place, from: number) {
  const { objects, next } = await list(bucket, { prefix, isDeep: true });
  return { id, times: next === undefined ? objects.filter(({ at }) => Date.parse(at) >= from).length : undefined };
}

const byRule = new Set(['bus', 'work group']);

/** A bus, and the statements of a work group, are counted by the rules that listen to them. */
function byRules(seen: ReadonlyMap<string, Seen>, { id, kind }: FlowNode, { edges }: Flow): Seen {
  const own = seen.get(id) ?? seenOf([]);
  if (!byRule.has(kind)) return own;
  const times = countedByRules(edges, id).reduce((sum, rule) => sum + (seen.get(rule)?.times ?? 0), 0);
  return { ...own, times, unit: kind === 'bus' ? 'event' : 'ended statement' };
}
