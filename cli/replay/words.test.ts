import { createTellUndeclared } from '@tributary/ingest/changes/landing/tell-undeclared.ts';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../usage.ts';
import { replayWords } from '../words/replay.ts';
import type { ReplayCall } from './call.ts';
import { readWorks } from './words.ts';

const now = new Date('2026-11-21T09:30:12.000Z');

/** What the words after `lake replay` ask for. */
function callOf(args: readonly string[]): ReplayCall | undefined {
  let call: ReplayCall | undefined;
  replayWords(async (read) => {
    call = read;
  }).parse(args, { from: 'user' });
  return call;
}

const works = (...args: readonly string[]) => {
  const call = callOf(args);
  const isWork = call !== undefined && call.what !== 'dead-letters' && call.what !== 'replication';
  return isWork ? readWorks(call, now) : [];
};

describe('what to run again', () => {
  test('is hours of raw/logs, until now where no end is said', () => {
    expect(works('raw', '--from', '2026-11-20T13', '--to', '2026-11-20T15')).toEqual([
      {
        run: 'raw-logs-haproxy-2026-11-20T13-2026-11-20T15',
        work: { what: 'raw-logs', source: 'haproxy', from: '2026-11-20T13', to: '2026-11-20T15' },
      },
    ]);
    expect(works('raw', 'logs', '--from', '2026-11-20', '--source', 'haproxy-direct')[0]?.work).toEqual({
      what: 'raw-logs',
      source: 'haproxy-direct',
      from: '2026-11-20T00',
      to: '2026-11-21T10',
    });
  });

  test('is an object of raw/logs, or events of a type', () => {
    expect(works('raw', '--key', 'raw/logs/haproxy/a')[0]?.work).toEqual({
      what: 'raw-logs-key',
      key: 'raw/logs/haproxy/a',
    });
    expect(works('raw', 'events', '--type', 'order_paid', '--from', '2026-11-20', '--to', '2026-11-21')).toEqual([
      {
        run: 'raw-events-order_paid-2026-11-20T00-2026-11-21T00',
        work: { what: 'raw-events', eventType: 'order_paid', from: '2026-11-20T00', to: '2026-11-21T00' },
      },
    ]);
  });

  test('is a file of a database, those of a folder, or those that came since', () => {
    const key = 'raw/db/shop/orders/';
    expect(works('raw', '--key', key)).toEqual([{ run: 'raw-db-raw_db_shop_orders_', work: { what: 'raw-db', key } }]);
    expect(works('raw', 'db', '--key', key, '--to', '2026-11-20')[0]?.work).toEqual({
      ...{ what: 'raw-db', key, to: '2026-11-20T00' },
    });
    expect(works('raw', 'db', '--from', '2026-11-20')).toEqual([
      {
        run: 'raw-db-raw_db_-2026-11-20T00-2026-11-21T10',
        work: { what: 'raw-db', key: 'raw/db/', from: '2026-11-20T00', to: '2026-11-21T10' },
      },
    ]);
    expect(works('rejected').map(({ run }) => run)).toContain('rejected-changes-2026-11-21T0930');
  });

  test('is what is told of a table that is not declared', async () => {
    const commands: unknown[] = [];
    const tell = createTellUndeclared({
      sendEvents: async () => undefined,
      log: { warn: (_, ...more) => commands.push(JSON.parse(JSON.stringify(more[0])).command) },
    });
    await tell('raw', 'raw/db/shop/new/LOAD00000001.csv');
    expect(commands).toEqual(['npx lake replay raw --key raw/db/shop/new/ --go']);
    const [, , , ...words] = String(commands[0]).split(' ');
    expect(works(...words)[0]?.work).toEqual({ what: 'raw-db', key: 'raw/db/shop/new/' });
  });

  test('is all that failed or was rejected, one run each, named by the minute', () => {
    expect(works('failed').map(({ run }) => run)).toEqual([
      'failed-events-2026-11-21T0930',
      'failed-facts-2026-11-21T0930',
      'failed-logs-2026-11-21T0930',
    ]);
    expect(works('failed', 'facts', '--run', 'mended').map(({ run }) => run)).toEqual(['mended']);
    expect(works('failed', '--run', 'mended').map(({ run }) => run)).toContain('mended-facts');
    expect(works('rejected', 'bridge', '--reason', 'not_json')[0]?.work).toEqual({
      what: 'rejected',
      function: 'bridge',
      reason: 'not_json',
    });
  });

  test('is dead letters, of all queues or of those named', () => {
    expect(callOf(['dead-letters', 'a', 'b', '--go'])).toMatchObject({ which: ['a', 'b'], options: { go: true } });
  });

  test('a part of an hour belongs to the range', () => {
    const [{ work } = { work: undefined }] = works('raw', '--from', '2026-11-20T13:20', '--to', '2026-11-20T14:05Z');
    expect(work).toMatchObject({ from: '2026-11-20T13', to: '2026-11-20T15' });
  });
});

test.each([
  [['raw'], '--from 2026-11-20T13'],
  [['raw', '--from', 'yesterday'], '--from takes a day or an hour in UTC'],
  [['raw', '--from', '2026-13-41'], '--from takes a day'],
  [['raw', '--from', '2026-11-20', '--to', '2026-11-20'], 'the range is empty'],
  [['raw', '--key', 'lake/x'], 'key'],
  [['raw', 'logs', '--type', 'order_paid', '--from', '2026-11-20'], '--type is of events'],
  [['raw', 'events', '--source', 'haproxy', '--from', '2026-11-20'], '--source is of logs'],
  [['raw', 'events', '--key', 'raw/events/x'], '--key is of logs and of files of databases'],
  [['raw', '--key', 'raw/logs/x', '--from', '2026-11-20'], '--from and --to cannot be used with --key of logs'],
  [['raw', 'logs', '--key', 'raw/db/x'], 'key'],
  [['raw', 'db', '--key', 'raw/logs/x'], 'key'],
  [['raw', 'db'], '--key raw/db/shop/orders/'],
  [['raw', 'db', '--source', 'shop', '--from', '2026-11-20'], '--source is of logs'],
  [['raw', '--key', 'raw/db/x', '--type', 'order_paid'], '--type is of events'],
  [['raw', 'events', '--type', 'Order Paid', '--from', '2026-11-20'], 'eventType'],
  [['failed', '--run', '../x'], 'must be a name'],
] as const)('%j is refused: %s', (args, message) => {
  expect(() => works(...args)).toThrow(UsageError);
  expect(() => works(...args)).toThrow(message);
});
