import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { AwsError } from '../../../kernel/error.ts';
import { createTestCloud } from '../../lambda/cloud-for-tests.ts';
import { createLogs } from '../service.ts';
import { rowOf } from './event-fields.ts';
import { readQuery } from './read-query.ts';
import { runQuery } from './run.ts';

const logGroupName = '/aws/lambda/parse';
const start = Date.UTC(2026, 10, 30, 2, 0, 0);
const lines: readonly string[] = [
  'START RequestId: 11-aa Version: $LATEST',
  '{"level":"INFO","message":"parsed","detail":{"records":10,"key":"raw/a"},"cold_start":true}',
  '{"level":"WARN","message":"rejected","detail":{"records":3,"key":"raw/b","reasons":["no time"]},"cold_start":false}',
  'REPORT RequestId: 11-aa\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 90 MB',
  '{"level":"WARN","message":"rejected","detail":{"records":4,"key":"raw/b","reasons":["no host"]}}',
  'GET /orders/7 took 31 ms',
];

let testing: ReturnType<typeof createTestCloud>;

/** A minute between two events. */
beforeAll(async () => {
  testing = createTestCloud();
  testing.pass(start + 3_600_000 - Date.now());
  testing.add(createLogs(testing.cloud));
  await testing.cloud.call(admin, 'logs', 'CreateLogGroup', { logGroupName });
  await testing.cloud.call(admin, 'logs', 'CreateLogStream', { logGroupName, logStreamName: 's' });
  const logEvents = lines.map((message, at) => ({ message, timestamp: start + at * 60_000 }));
  await testing.cloud.call(admin, 'logs', 'PutLogEvents', { logGroupName, logStreamName: 's', logEvents });
});
afterAll(() => testing.end());

async function ask(queryString: string, more: { readonly endTime?: number; readonly limit?: number } = {}) {
  const { queryId } = await testing.cloud.call(admin, 'logs', 'StartQuery', {
    logGroupName,
    queryString,
    startTime: start / 1_000,
    endTime: start / 1_000 + 3_600,
    ...more,
  });
  const results = () => testing.cloud.call(admin, 'logs', 'GetQueryResults', { queryId });
  await expect.poll(async () => (await results()).status).toBe('Complete');
  return results();
}

/** Rows as values, without @ptr. */
async function values(queryString: string) {
  const { results = [] } = await ask(queryString);
  return results.map((row) => row.filter(({ field }) => field !== '@ptr').map(({ value }) => value));
}

describe('Logs Insights', () => {
  test('without a command for it shows time and message, the newest first, with a pointer', async () => {
    const { results = [], statistics } = await ask('limit 1');
    expect(results).toEqual([
      [
        { field: '@timestamp', value: '2026-11-30 02:05:00.000' },
        { field: '@message', value: lines[5] },
        { field: '@ptr', value: expect.any(String) },
      ],
    ]);
    expect(statistics).toMatchObject({ recordsMatched: 6, recordsScanned: 6 });
  });

  test.each<readonly [query: string, rows: readonly (readonly string[])[]]>([
    ['fields detail.records as n | filter level = "INFO"', [['10']]],
    ['fields detail.records * 2 + 1 as n | filter detail.records >= 4 | sort n asc', [['9'], ['21']]],
    ['fields detail.reasons.0 | filter message like "reject" and not detail.records = 3', [['no host']]],
    ['fields detail.key | filter detail.key in ["raw/a", "raw/c"]', [['raw/a']]],
    ['fields @logStream, @log | filter @message like /^GET/', [['s', '000000000000:/aws/lambda/parse']]],
    ['fields level | filter level =~ /(?i)info/ or cold_start = 0 | sort level', [['INFO'], ['WARN']]],
    ['fields level | filter ispresent(cold_start) | sort @timestamp', [['INFO'], ['WARN']]],
    [
      'filter @type = "REPORT" | display @requestId, @duration, @billedDuration, @maxMemoryUsed',
      [['11-aa', '12.5', '13', '90000000']],
    ],
    [
      'parse "GET /*/* took * ms" as thing, id, took | filter took > 5 | display thing, id, took',
      [['orders', '7', '31']],
    ],
    ['parse @message /took (?<took>\\d+) ms/ | filter ispresent(took) | display took', [['31']]],
    [
      'stats count(*) as n, sum(detail.records) as records by message | filter ispresent(message) | sort n desc',
      [
        ['rejected', '2', '7'],
        ['parsed', '1', '10'],
      ],
    ],
    [
      'stats avg(detail.records), min(detail.records), max(detail.records), pct(detail.records, 50), count_distinct(detail.key)',
      [['5.666666666666667', '3', '10', '4', '2']],
    ],
    [
      'stats count(*) by bin(5m) | sort bin(5m)',
      [
        ['2026-11-30 02:00:00.000', '5'],
        ['2026-11-30 02:05:00.000', '1'],
      ],
    ],
    ['stats latest(detail.records) as l, earliest(detail.records) as e', [['4', '10']]],
    ['stats sum(detail.records) / count(detail.records) * 3 as x', [['17']]],
    ['filter level = "WARN" | sort @timestamp | dedup detail.key | display detail.records', [['3']]],
    ['filter level = "NONE" | stats count(*)', [['0']]],
    [
      'fields strlen(@message) as n, toupper(level) as l # the rest is nobody’s\n| filter level = "INFO"',
      [['91', 'INFO']],
    ],
    ['fields `detail.key` | filter level = "INFO"', [['raw/a']]],
  ])('%s', async (query, rows) => {
    expect(await values(query)).toEqual(rows);
  });

  test('looks only at the time asked for, and gives no more than the limit', async () => {
    expect((await ask('fields @message', { endTime: start / 1_000 + 60 })).results).toHaveLength(2);
    expect((await ask('fields @message', { limit: 3 })).results).toHaveLength(3);
  });

  test.each<readonly [query: string, at: number, message: string]>([
    ['fields @message | fliter a = 1', 18, 'unexpected symbol found fliter'],
    ['filter a = ', 11, 'unexpected end of the query'],
    ['filter a = 1 b', 13, 'unexpected symbol found b'],
    ['stats count(*) by', 17, 'unexpected end'],
    ['parse "a * b *" as x', 19, '2 wildcards and 1 names'],
    ['filter a like /(/', 14, 'invalid regular expression'],
    ['limit 10001', 6, 'from 1 to 10000'],
    ['fields a;', 8, 'unexpected symbol found ;'],
  ])('%s is refused with the place', async (query, startCharOffset, message) => {
    await expect(ask(query)).rejects.toMatchObject({
      code: 'MalformedQueryException',
      message: expect.stringContaining(message),
      members: { queryCompileError: { location: { startCharOffset } } },
    });
  });

  test('what it does not do is refused by name before it runs', async () => {
    await expect(ask('pattern @message')).rejects.toMatchObject({ code: 'NotImplemented' });
    await expect(ask('fields jsonparse(@message)')).rejects.toThrow('jsonparse');
    await expect(ask('stats anything(x)')).rejects.toThrow('anything');
  });

  test('queries are listed, and a stopped one has no results', async () => {
    const { queryId } = await testing.cloud.call(admin, 'logs', 'StartQuery', {
      logGroupName,
      queryString: 'limit 2',
      startTime: 0,
      endTime: start,
    });
    await testing.cloud.call(admin, 'logs', 'StopQuery', { queryId });
    expect(await testing.cloud.call(admin, 'logs', 'GetQueryResults', { queryId })).toMatchObject({
      status: 'Cancelled',
      results: [],
    });
    const { queries } = await testing.cloud.call(admin, 'logs', 'DescribeQueries', {
      logGroupName,
      status: 'Cancelled',
    });
    expect(queries).toMatchObject([{ queryId, queryString: 'limit 2', status: 'Cancelled' }]);
  });
});

test('query definitions are kept, listed by prefix, changed and deleted', async () => {
  const { cloud } = testing;
  const put = (more: object) =>
    cloud.call(admin, 'logs', 'PutQueryDefinition', { name: 'lake/rejects', queryString: 'limit 1', ...more });
  const { queryDefinitionId } = await put({});
  await put({ queryDefinitionId, queryString: 'limit 2' });
  await expect(put({})).rejects.toMatchObject({ code: 'InvalidParameterException' });
  testing.add(createLogs(cloud));
  const { queryDefinitions } = await cloud.call(admin, 'logs', 'DescribeQueryDefinitions', {
    queryDefinitionNamePrefix: 'lake/',
  });
  expect(queryDefinitions).toMatchObject([{ queryDefinitionId, name: 'lake/rejects', queryString: 'limit 2' }]);
  await cloud.call(admin, 'logs', 'DeleteQueryDefinition', { queryDefinitionId });
  await expect(cloud.call(admin, 'logs', 'DeleteQueryDefinition', { queryDefinitionId })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

describe('properties of queries', () => {
  const row = (message: string, timestamp: number) =>
    rowOf({ timestamp, ingestionTime: timestamp, message, stream: 's', log: 'l', ptr: String(timestamp) });

  test('any text is a query or is refused as one', () => {
    const words = fc.constantFrom(
      'fields',
      'filter',
      'stats',
      'a',
      '@message',
      '|',
      '"x"',
      '/y/',
      'like',
      '(',
      ')',
      '5',
      'by',
      ',',
      '*',
      'count',
      'parse',
      'as',
      '=',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 12 }).map((each) => each.join(' ')),
    );
    fc.assert(
      fc.property(text, (query) => {
        try {
          readQuery(query);
        } catch (error) {
          expect(error).toBeInstanceOf(AwsError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('counts by any field add up to the number of events, and a filter and its contrary part them', () => {
    const events = fc.array(fc.record({ k: fc.oneof(fc.string(), fc.integer(), fc.boolean()), n: fc.integer() }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(events, fc.integer(), (all, limit) => {
        const rows = all.map((each, at) => row(JSON.stringify(each), at));
        const counts = runQuery(readQuery('stats count(*) as c by k'), rows, 10_000).rows;
        const count = (fields: readonly { field: string; value: string }[]) =>
          Number(fields.find(({ field }) => field === 'c')?.value);
        expect(counts.map(count).reduce((sum, each) => sum + each, 0)).toBe(all.length);
        const above = runQuery(readQuery(`filter n > ${Math.abs(limit)}`), rows, 10_000).rows.length;
        const others = runQuery(readQuery(`filter not n > ${Math.abs(limit)}`), rows, 10_000).rows.length;
        expect(above + others).toBe(all.length);
      }),
    );
  });

  test('parse gives back what a glob was filled with', () => {
    const word = fc.stringMatching(/^[a-z0-9/]{1,8}$/);
    fc.assert(
      fc.property(word, word, (a, b) => {
        const { rows } = runQuery(readQuery('parse "<*> (*)" as x, y | display x, y'), [row(`<${a}> (${b})`, 1)], 1);
        expect(rows[0]?.slice(0, 2).map(({ value }) => value)).toEqual([a, b]);
      }),
    );
  });
});
