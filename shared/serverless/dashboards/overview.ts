import { alarmsLink, dashboardLink } from './console-link.ts';
import type { DeclaredOverview } from './declared-dashboard.ts';
import { inRows } from './grid.ts';
import { metricOf, type Naming, named, type ServiceName, serviceName } from './metric-form.ts';
import { gigabyteSeconds, workGroupMetric } from './resource-rows.ts';
import { search } from './search.ts';
import { graphsOf, queryLinks } from './service-dashboard.ts';
import {
  alarmStates,
  graph,
  type Metric,
  type PlacedWidget,
  type Size,
  type Statistic,
  text,
  type Widget,
} from './widget.ts';

/** The whole stage, by the names that its services have by convention: the flow from left to right, what it costs, a row for each service. */
export function overview(
  declared: DeclaredOverview,
  ownAlarms: readonly string[],
  naming: Naming,
): readonly PlacedWidget[] {
  return inRows([
    [head(declared, naming)],
    ...flowRows(declared.flow, naming),
    [text('## Told', { width: 24, height: 1 })],
    alarmStates(
      `Alarms of ${naming.prefix}-${naming.service}; the others stand on their services' dashboards`,
      ownAlarms,
    ),
    graphsOf(declared.told, naming),
    [text('## What it costs', { width: 24, height: 1 })],
    costGraphs(declared, naming),
    ...serviceName.options.map((service) => serviceRow(service, declared, naming)),
  ]);
}

function head({ functions, queries }: DeclaredOverview, naming: Naming): Widget {
  const stage = `${naming.prefix}-${naming.stage}`;
  const groups = serviceName.options.flatMap((service) =>
    Object.keys(functions[service]).map((name) => `/aws/lambda/${nameOf(service, naming)}-${name}`),
  );
  const lines = [
    `# ${stage}`,
    `[Alarms](${alarmsLink(naming.prefix)}); each alarm's page is \`docs/runbook/<page>.md\`. On a terminal: \`npx lake status --stage ${naming.stage}\``,
    `Of all services: ${queryLinks(queries, groups)}`,
  ];
  return text(lines.join('\n\n'), { width: 24, height: 4 });
}

const rows = [
  { key: 'records', title: 'Records', unit: undefined },
  { key: 'behind', title: 'How far behind', unit: 'seconds' },
  { key: 'rejected', title: 'Rejected', unit: undefined },
  { key: 'failed', title: 'Failed', unit: undefined },
] as const;

function flowRows(flow: DeclaredOverview['flow'], naming: Naming): readonly (readonly Widget[])[] {
  const widths = flow.map((_, at) => Math.floor((24 * (at + 1)) / flow.length) - Math.floor((24 * at) / flow.length));
  const size = (at: number, height: number): Size => ({ width: widths[at] ?? 1, height });
  const heads = flow.map(({ stage }, at) => text(`## ${at + 1}. ${stage}`, size(at, 1)));
  const graphs = rows.map(({ key, title, unit }) =>
    flow.map((each, at) => {
      const metrics = each[key].map((form) => metricOf(form, naming));
      return graph(`${title}: ${each.stage.toLowerCase()}`, metrics, { ...size(at, 5), ...(unit && { unit }) });
    }),
  );
  return [heads, ...graphs];
}

function costGraphs({ functions, workGroups, cost }: DeclaredOverview, naming: Naming): readonly Widget[] {
  const lambda = gigabyteSeconds(
    serviceName.options.flatMap((service) =>
      Object.entries(functions[service]).map(([name, memory]) => ({
        name: `${nameOf(service, naming)}-${name}`,
        memory,
        label: service,
      })),
    ),
  );
  const scanned = workGroups.map((text) => {
    const name = named(text, naming);
    return workGroupMetric(name, { metric: 'ProcessedBytes', stat: 'Sum', label: name });
  });
  const size = { width: 12, height: 6 };
  return [
    graph('Bytes scanned by Athena', scanned, { ...size, unit: 'bytes' }),
    graph('Lambda', lambda, { ...size, unit: 'GB-s' }),
    ...graphsOf(cost, naming),
  ];
}

function serviceRow(service: ServiceName, { services }: DeclaredOverview, naming: Naming): readonly Widget[] {
  const name = nameOf(service, naming);
  const size = { width: 5, height: 5 };
  return [
    text(`### [${service}](${dashboardLink(name)})\n\nIts own dashboard has all of it`, { width: 4, height: 5 }),
    graph(
      `${service}: what it does`,
      services[service].map((form) => metricOf(form, { ...naming, service })),
      size,
    ),
    graph(`${service}: errors`, found(service, naming, errors), size),
    graph(`${service}: dead letters`, found(service, naming, deadLetters), size),
    graph(`${service}: the oldest that waits`, found(service, naming, oldest), { ...size, unit: 'seconds' }),
  ];
}

type Found = {
  readonly namespace: string;
  readonly dimension: string;
  readonly metric: string;
  readonly stat: Statistic;
  readonly words?: readonly string[];
};

const errors: Found = { namespace: 'AWS/Lambda', dimension: 'FunctionName', metric: 'Errors', stat: 'Sum' };
const queue = { namespace: 'AWS/SQS', dimension: 'QueueName', stat: 'Maximum' } as const;
const deadLetters: Found = { ...queue, metric: 'ApproximateNumberOfMessagesVisible', words: ['dead'] };
const oldest: Found = { ...queue, metric: 'ApproximateAgeOfOldestMessage' };

/** Of another service, whose functions and queues come and go without this one: by the words of its name. */
function found(service: ServiceName, naming: Naming, { dimension, words = [], ...what }: Found): readonly Metric[] {
  return [search({ ...what, dimensions: [dimension], words: [nameOf(service, naming), ...words] })];
}

function nameOf(service: ServiceName, { prefix, stage }: Naming): string {
  return `${prefix}-${service}-${stage}`;
}
