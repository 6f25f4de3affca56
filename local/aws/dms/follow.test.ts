import { expect, test } from 'vitest';
import type { Endpoint } from './endpoint.ts';
import { follow } from './follow.ts';
import type { LoggedChange, LogListener } from './mysql/read-log.ts';
import type { Progress } from './progress.ts';

const endpoint: Endpoint = {
  name: 'shop',
  folder: 'raw/db',
  format: {
    ...{ header: true, op: 'Op', opInLoads: true, timestamp: undefined, sequence: 'seq', beforeImage: 'BI_' },
    ...{ appended: ['before', 'sequence'], nullText: 'NULL', delimiter: ',', newline: '\n', quotes: true },
    ...{ gzip: false, dateFolders: false },
  },
  tables: [{ schema: 'shop', table: 'orders', key: ['id'] }],
};
const start: Progress = {
  server: 's',
  position: { file: 'log.000001', position: 4, gtid: '' },
  committedAt: 1_795_000_000,
  lastFile: Date.UTC(2026, 10, 18, 12),
  loaded: ['shop.orders'],
};
const insert = (columns: readonly string[], values: readonly string[]): LoggedChange => ({
  ...{ schema: 'shop', table: 'orders', op: 'I', old: undefined, columns, values },
});

/** Follows a log that the test writes. */
function followed({
  maxBatchSize = 1_000_000,
  put = async () => undefined,
}: {
  maxBatchSize?: number;
  put?: () => Promise<void>;
} = {}) {
  const controller = new AbortController();
  const files = new Map<string, string>();
  const saved: Progress[] = [];
  const steps: string[] = [];
  let position = start.position;
  let listener: LogListener | undefined;
  const [table] = endpoint.tables;
  const done = follow(
    table === undefined ? [] : [{ endpoint, table }],
    start,
    {
      bucket: {
        put: async (key, lines) => {
          await put();
          files.set(key, lines.join(''));
        },
        has: async () => false,
      },
      // A clock that stands still, and behind the last file.
      now: () => start.lastFile - 5000,
      read: (given) => {
        listener = given;
        return {
          position: () => position,
          pause: () => steps.push('pause'),
          resume: () => steps.push('resume'),
          stop: async () => void steps.push('stop'),
        };
      },
      save: (progress) => saved.push(progress),
      tell: () => undefined,
      batchMs: 5,
      maxBatchSize,
    },
    controller.signal,
  );
  const log = () => {
    if (listener === undefined) throw new Error('nobody reads');
    return listener;
  };
  return {
    ...{ done, files, saved, steps, log },
    commit: (at: number) => {
      position = { ...position, position: at };
    },
    stop: async () => {
      controller.abort();
      await done;
    },
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 40));

test('what is written before a transaction ends is read again from where it began, with the same sequence', async () => {
  const one = followed();
  one.log().begin(1_795_000_010);
  one.log().change(insert(['id'], ['1']));
  await pause();
  expect(one.files.size).toBe(1);
  expect(one.saved.at(-1)?.position.position).toBe(4);
  one.log().change(insert(['id'], ['2']));
  one.commit(900);
  await one.stop();
  expect(one.saved.at(-1)).toMatchObject({ position: { position: 900 }, committedAt: 1_795_000_010 });

  const again = followed();
  again.log().begin(1_795_000_010);
  again.log().change(insert(['id'], ['1']));
  again.log().change(insert(['id'], ['2']));
  await again.stop();
  const rows = (files: ReadonlyMap<string, string>) =>
    [...files.values()].flatMap((text) => text.split('\n').filter((line) => line.startsWith('I')));
  expect(rows(again.files)).toEqual(rows(one.files));
});

test('names ascend although the clock stands still; other columns begin another file; time never goes back', async () => {
  const { log, files, stop } = followed();
  log().begin(1_795_000_020);
  log().change(insert(['id'], ['1']));
  log().begin(1_795_000_010);
  log().change({ ...insert(['id', 'note'], ['2', 'x']), op: 'U', old: ['1', 'x'] });
  await pause();
  log().change({ ...insert(['id', 'note'], ['2', 'x']), op: 'D' });
  await stop();
  expect([...files].map(([key, text]) => [key.replace('raw/db/shop/orders/', ''), text])).toEqual([
    ['20261118-120000001.csv', 'Op,id,BI_id,seq\nI,1,NULL,20261118110700000000100000000004801\n'],
    ['20261118-120000002.csv', 'Op,id,note,BI_id,seq\nU,2,x,1,20261118110700000000100000000004801\n'],
    ['20261118-120000003.csv', 'Op,id,note,BI_id,seq\nD,2,x,2,20261118110700000000100000000004802\n'],
  ]);
});

test('when much waits the log is held until it is written', async () => {
  const { log, files, steps, stop } = followed({ maxBatchSize: 10 });
  log().begin(1_795_000_020);
  log().change(insert(['id'], ['1']));
  expect(steps).toEqual(['pause']);
  await pause();
  expect([files.size, steps.slice(0, 2)]).toEqual([1, ['pause', 'resume']]);
  await stop();
  expect(steps.at(-1)).toBe('stop');
});

test('what ends the log, or keeps files from being written, is thrown, and nothing is saved that is not there', async () => {
  const broken = followed();
  broken.log().ended(new Error('gone'));
  await expect(broken.done).rejects.toThrow('gone');
  expect(broken.steps.at(-1)).toBe('stop');

  const full = followed({ put: async () => Promise.reject(new Error('disk full')) });
  full.log().begin(1_795_000_020);
  full.log().change(insert(['id'], ['1']));
  full.commit(900);
  await expect(full.done).rejects.toThrow('disk full');
  expect(full.saved).toEqual([]);
});
