import { randomUUID } from 'node:crypto';
import type { QueryStatus } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, notCovered } from '../../../kernel/error.ts';
import { type Operation, operation } from '../../../kernel/operation.ts';
import { within } from '../get-log-events.ts';
import type { LogParts } from '../parts.ts';
import { groupArn, groupNameOf, requireGroup, streamsOf } from '../store.ts';
import { type Row, rowOf } from './event-fields.ts';
import { readQuery } from './read-query.ts';
import { type Result, runQuery } from './run.ts';
import type { Query } from './syntax.ts';

/** A query that runs or has run; none outlives the process. */
type Running = {
  readonly id: string;
  readonly text: string;
  readonly query: Query;
  readonly groups: readonly string[];
  readonly span: { readonly startTime: number; readonly endTime: number };
  readonly limit: number;
  readonly created: number;
  status: QueryStatus;
  result?: Result & { readonly scanned: number; readonly bytes: number };
};

const maxKept = 1_000;
const maxResults = 10_000;

export function insightsOperations(parts: LogParts): readonly Operation[] {
  const queries = new Map<string, Running>();
  return [startQuery(parts, queries), getQueryResults(queries), stopQuery(queries), describeQueries(queries)];
}

type Groups = {
  readonly logGroupName?: string | undefined;
  readonly logGroupNames?: readonly string[] | undefined;
  readonly logGroupIdentifiers?: readonly string[] | undefined;
};

function groupsOf({ logGroupName, logGroupNames, logGroupIdentifiers }: Groups): readonly string[] {
  const ways = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers];
  return ways.find((way) => way !== undefined)?.map(groupNameOf) ?? [];
}

function startQuery(parts: LogParts, queries: Map<string, Running>): Operation {
  return operation('logs', 'StartQuery', {
    permissions: (input, { cloud }) =>
      groupsOf(input).map((group) => ({ action: 'logs:StartQuery', resource: `${groupArn(cloud, group)}:*` })),
    handle(input, { cloud }) {
      const running = read(parts, input, cloud.clock.now());
      keep(queries, running);
      cloud.clock.after(0, () => run(parts, running));
      return { queryId: running.id };
    },
  });
}

type Asked = Groups & {
  readonly queryLanguage?: string | undefined;
  readonly queryString?: string | undefined;
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
  readonly limit?: number | undefined;
};

function read({ store }: LogParts, asked: Asked, created: number): Running {
  const { queryLanguage = 'CWLI', queryString = '', startTime = 0, endTime = 0, limit = maxResults } = asked;
  if (queryLanguage !== 'CWLI') throw notCovered(`queries of ${queryLanguage}`);
  const ways = [asked.logGroupName, asked.logGroupNames, asked.logGroupIdentifiers];
  if (ways.filter((way) => way !== undefined).length !== 1)
    throw invalid('Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is required.');
  const span = { startTime: milliseconds(startTime), endTime: milliseconds(endTime) + 1 };
  if (span.startTime >= span.endTime) throw invalid('Query start time must not be after its end time.');
  const groups = groupsOf(asked).map((name) => requireGroup(store, name).name);
  const query = readQuery(queryString);
  return {
    id: randomUUID(),
    text: queryString,
    query,
    groups,
    span,
    limit: Math.min(limit, maxResults),
    created,
    status: 'Scheduled',
  };
}

function keep(queries: Map<string, Running>, running: Running): void {
  queries.set(running.id, running);
  for (const id of queries.keys()) {
    if (queries.size <= maxKept) break;
    queries.delete(id);
  }
}

/** Times are in seconds; who sends milliseconds, as the console does, is understood. */
const milliseconds = (time: number): number => (time < 100_000_000_000 ? time * 1_000 : time);

function run(parts: LogParts, running: Running): void {
  if (running.status !== 'Scheduled') return;
  try {
    const { rows, scanned, bytes } = rowsOf(parts, running);
    running.result = { ...runQuery(running.query, rows, running.limit), scanned, bytes };
    running.status = 'Complete';
  } catch (error) {
    running.status = 'Failed';
    parts.cloud.log('error', 'A query of Logs Insights failed', { query: running.text, reason: String(error) });
  }
}

function rowsOf({ cloud, store }: LogParts, { groups, span }: Running) {
  const rows: Row[] = [];
  let bytes = 0;
  for (const name of groups) {
    const isWithin = within(requireGroup(store, name), span, cloud.clock.now());
    for (const stream of streamsOf(store, name))
      for (const event of store.events.all(stream)) {
        if (!isWithin(event)) continue;
        bytes += Buffer.byteLength(event.message);
        rows.push(rowOf({ ...event, ptr: event.id, stream: stream.name, log: `${cloud.account}:${name}` }));
      }
  }
  return { rows, bytes, scanned: rows.length };
}

function found(queries: ReadonlyMap<string, Running>, id: string | undefined): Running {
  const running = queries.get(id ?? '');
  if (running === undefined) throw new AwsError('ResourceNotFoundException', `Query ID ${id} is not found.`);
  return running;
}

function getQueryResults(queries: ReadonlyMap<string, Running>): Operation {
  return operation('logs', 'GetQueryResults', {
    permissions: () => [{ action: 'logs:GetQueryResults', resource: '*' }],
    handle({ queryId }) {
      const { result, status } = found(queries, queryId);
      return {
        queryLanguage: 'CWLI' as const,
        status,
        results: (result?.rows ?? []).map((row) => row.map((each) => ({ ...each }))),
        statistics: {
          recordsMatched: result?.matched ?? 0,
          recordsScanned: result?.scanned ?? 0,
          bytesScanned: result?.bytes ?? 0,
        },
      };
    },
  });
}

function stopQuery(queries: ReadonlyMap<string, Running>): Operation {
  return operation('logs', 'StopQuery', {
    permissions: () => [{ action: 'logs:StopQuery', resource: '*' }],
    handle({ queryId }) {
      const running = found(queries, queryId);
      if (running.status !== 'Scheduled') throw invalid(`Query ${queryId} is not in running state.`);
      running.status = 'Cancelled';
      return { success: true };
    },
  });
}

function describeQueries(queries: ReadonlyMap<string, Running>): Operation {
  return operation('logs', 'DescribeQueries', {
    permissions: () => [{ action: 'logs:DescribeQueries', resource: '*' }],
    handle: ({ logGroupName, status, maxResults: most = maxKept }) => ({
      queries: [...queries.values()]
        .filter(({ groups }) => logGroupName === undefined || groups.includes(logGroupName))
        .filter((each) => status === undefined || each.status === status)
        .toReversed()
        .slice(0, most)
        .map(({ id, text, groups, created, status: state }) => ({
          queryId: id,
          queryString: text,
          status: state,
          createTime: created,
          logGroupName: groups[0],
          queryLanguage: 'CWLI' as const,
        })),
    }),
  });
}

const invalid = (message: string) => new AwsError('InvalidParameterException', message);
