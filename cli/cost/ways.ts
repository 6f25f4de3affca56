import type { Lake } from '../logs/functions.ts';

export const ways = {
  haproxy: "HAProxy's logs",
  events: 'events',
  changes: 'databases',
  files: 'files and SaaS',
  catalog: 'catalog',
  enrich: 'enrichments, all',
  query: 'datasets, all',
  people: 'queries of people',
  replay: 'replay',
  watch: 'watching',
} as const;

/** By how the names of functions, queues and rules begin behind their stack's, the longest that fits. */
const beginnings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ingest: {
    '': ways.events,
    parse: ways.haproxy,
    subscription: ways.haproxy,
    'raw-logs': ways.haproxy,
    haproxy: ways.haproxy,
    land: ways.changes,
    change: ways.changes,
    undeclared: ways.changes,
    plan: ways.changes,
    settle: ways.changes,
    reconcile: ways.changes,
    current: ways.changes,
    'raw-changes': ways.changes,
    replay: ways.replay,
  },
  catalog: {
    '': ways.catalog,
    convert: ways.files,
    'raw-files': ways.files,
    retype: ways.files,
    reconcile: ways.files,
  },
  enrich: { '': ways.enrich },
  query: { '': ways.query },
};

/** What a resource is for, by its name; undefined of what is not this lake's. */
export function wayOf(name: string, lake: Lake): string | undefined {
  const own = name.replace('/aws/lambda/', '');
  return wayOfStack(own, lake) ?? wayOfStream(own, lake) ?? wayOfGroup(own, lake);
}

/** `tributary-ingest-dev-parse-logs`; CloudFormation makes rules' names of logical ids: `tributary-ingest-dev-RawLogsCreated-1AB2`. */
function wayOfStack(name: string, { prefix, stage }: Lake): string | undefined {
  const service = Object.keys(beginnings).find((each) => name.startsWith(`${prefix}-${each}-${stage}-`));
  if (service === undefined) return undefined;
  const rest = kebab(name.slice(`${prefix}-${service}-${stage}-`.length));
  const [found] = Object.entries(beginnings[service] ?? {})
    .filter(([beginning]) => rest.startsWith(beginning))
    .toSorted(([one], [other]) => other.length - one.length);
  return found?.[1];
}

const kebab = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

/** Streams and the log group of HAProxy: `tributary-facts-dev`, `/tributary/dev/haproxy`. */
function wayOfStream(name: string, { prefix, stage }: Lake): string | undefined {
  if (name === `/${prefix}/${stage}/haproxy`) return ways.haproxy;
  if (['haproxy', 'haproxy-lines'].some((each) => name === `${prefix}-${each}-${stage}`)) return ways.haproxy;
  return ['events', 'facts'].some((each) => name === `${prefix}-${each}-${stage}`) ? ways.events : undefined;
}

/** What the lake's own work groups scan is in the job log. */
function wayOfGroup(name: string, { prefix, stage }: Lake): string | undefined {
  return [`${prefix}-${stage}`, `${prefix}-analysts-${stage}`].includes(name) ? ways.people : undefined;
}
