import { createMemoryLake, KilledError } from '@tributary/shared/objects/testing/memory-lake.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChanges } from '../core/declaration/read-changes.ts';
import { lakeRows } from './lake-rows-for-tests.ts';
import { createLandingForTests } from './landing-for-tests.ts';

const changes = readChanges(
  'sources: {s: {op_in_loads: true, tables: {a.t: {key: [id], columns: {id: int, v: string}}}}}',
);
const load = 'raw/db/a/t/LOAD00000001.csv';
const contentOf = (lake: { readonly objects: Map<string, Buffer> }) =>
  new Map(
    [...lake.objects].filter(([key]) => !key.startsWith('corrections/')).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** A file that is put, or deleted, so many seconds after the one before. */
const step = fc.record({
  file: fc.constantFrom(load, 'raw/db/a/t/LOAD00000002.csv', 'raw/db/a/t/1.csv', 'raw/db/a/t/2.csv'),
  body: fc.option(fc.constantFrom('I,1,a\n', 'I,1,b\nU,1,c\n', 'D,1,\n', 'I,2,d\nX\n'), { freq: 6, nil: undefined }),
  after: fc.constantFrom(0, 0, 1000, 60_000),
});
type Step = { readonly file: string; readonly body: string | undefined; readonly after: number };
type Put = { readonly key: string; readonly body: string; readonly at: number };

function putAll(steps: readonly Step[]) {
  const landing = createLandingForTests(changes, { segment: { bytes: 1, records: 1 } });
  const events: unknown[] = [];
  const puts: Put[] = [];
  let at = Date.UTC(2026, 10, 18);
  for (const { file, body, after } of steps) {
    at += after;
    if (body === undefined) landing.remove(file, at);
    else {
      events.push(landing.put(file, Buffer.from(body), at));
      puts.push({ key: file, body, at });
    }
  }
  return { ...landing, putEvents: events, puts };
}

/** The rule, said by itself: which rows are there, and of which generation. */
function expectedRows(puts: readonly Put[]): readonly string[] {
  const isFirst = (put: Put) => puts.find(({ key, body }) => key === put.key && body === put.body) === put;
  const starts = puts.filter((put) => put.key === load && isFirst(put)).map(({ at }) => at);
  const files = puts.filter((put) => {
    if (put.key.includes('LOAD')) return isFirst(put);
    const newest = puts.findLast(({ key }) => key === put.key);
    return isFirst(put) && newest?.body === put.body;
  });
  return files
    .flatMap(({ key, body, at }) => {
      const isLoad = key.includes('LOAD');
      const arrivedAt = isLoad ? at : (puts.find((put) => put.key === key)?.at ?? 0);
      const begun = starts.filter((start) => start <= arrivedAt).at(-1);
      const generation = begun ?? (isLoad ? (starts[0] ?? 0) : 0);
      const lines = body
        .trim()
        .split('\n')
        .filter((line) => line !== 'X');
      return lines.map((line) => `${key} ${arrivedAt} ${generation} ${line}`);
    })
    .toSorted();
}

const rowsIn = async (lake: Parameters<typeof lakeRows>[0]) =>
  (await lakeRows(lake, 'a_t_changes'))
    .map((row) => `${row.source_key} ${row.arrived_at} ${row.generation} ${row.op},${row.id},${row.v ?? ''}`)
    .toSorted();

describe('files that are put again, deleted, and told of in any order', () => {
  test('are of the generations that the rule says, and the same files of the lake', async () => {
    const order = fc.array(fc.nat(20), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), order, async (steps, doubled) => {
        const inOrder = putAll(steps);
        for (const event of inOrder.putEvents) await inOrder.land(event, () => 0);
        const other = putAll(steps);
        const again = doubled.flatMap((at) => other.putEvents[at % Math.max(1, other.putEvents.length)] ?? []);
        const shuffled = [...again, ...other.putEvents.toReversed()];
        for (const event of shuffled) await other.land(event, () => 0);
        expect(await rowsIn(other.lake)).toEqual(expectedRows(other.puts));
        expect(contentOf(other.lake)).toEqual(contentOf(inOrder.lake));
      }),
      { numRuns: 25 },
    );
  });

  test('are read to their end after a function was killed, at whichever of its calls', async () => {
    const steps: Step[] = [
      { file: load, body: 'I,1,a\nI,2,b\n', after: 0 },
      { file: 'raw/db/a/t/1.csv', body: 'I,1,b\nX\nU,1,c\n', after: 1000 },
      { file: 'raw/db/a/t/1.csv', body: 'D,1,\n', after: 1000 },
    ];
    const whole = putAll(steps);
    for (const event of whole.putEvents) await whole.land(event, () => 0);
    for (let calls = 0; calls < 30; calls += 1) {
      const { lake, land, putEvents, sent } = putAll(steps);
      for (const event of putEvents) {
        lake.killAfter(calls);
        await land(event, () => 0).catch((error: unknown) => {
          if (!(error instanceof KilledError)) throw error;
        });
        lake.killAfter();
        sent.length = 0;
        await land(event, () => 0);
      }
      expect(contentOf(lake), `killed after ${calls} calls`).toEqual(contentOf(whole.lake));
    }
  });

  test('in many invocations become the files that one makes of the same segments', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, at) => `${at % 7 === 3 ? 'X' : 'I'},${at},"a\n${'é'.repeat(999)}"\n`,
    ).join('');
    const landed = [() => 0, () => 300_000].map(async (remaining) => {
      const landing = createLandingForTests(changes, { segment: { bytes: 1, records: 3 } });
      const results = await landing.land(landing.put('raw/db/a/t/1.csv', Buffer.from(lines.repeat(8)), 0), remaining);
      return { results: results.length, content: contentOf(landing.lake) };
    });
    const [many, one] = await Promise.all(landed);
    expect([one?.results, (many?.results ?? 0) > 1]).toEqual([1, true]);
    expect(many?.content).toEqual(one?.content);
  });
});

test('a file of changes that is put again while it is read gives way to what is there now', async () => {
  const fresh = createLandingForTests(changes);
  fresh.put('raw/db/a/t/1.csv', Buffer.from('I,1,old\n'), 0);
  await fresh.land(fresh.put('raw/db/a/t/1.csv', Buffer.from('I,1,new\n'), 5000));
  for (let at = 0; at < 12; at += 1) {
    const memory = createMemoryLake();
    let calls = 0;
    const interrupted =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        calls += 1;
        if (calls - 1 === at) {
          const event = landing.put('raw/db/a/t/1.csv', Buffer.from('I,1,new\n'), 5000);
          await landing.land(event);
        }
        return call(...args);
      };
    const landing = createLandingForTests(changes, {
      lake: {
        ...memory,
        write: interrupted(memory.write),
        writeNew: interrupted(memory.writeNew),
        list: interrupted(memory.list),
        remove: interrupted(memory.remove),
        readText: interrupted(memory.readText),
      },
    });
    const first = landing.put('raw/db/a/t/1.csv', Buffer.from('I,1,old\n'), 0);
    // What fails comes once more.
    await landing.land(first).catch(() => landing.land(first));
    if (calls <= at) break;
    expect(await rowsIn(memory), `at call ${at}`).toEqual(await rowsIn(fresh.lake));
  }
});

test('a file of changes whose newer version is not told of yet gives way to that one', async () => {
  const landing = createLandingForTests(changes);
  let isPut = false;
  const old = landing.put('raw/db/a/t/1.csv', Buffer.from('I,1,old\n'), 0);
  const results = await landing.land(old, () => {
    if (!isPut) landing.put('raw/db/a/t/1.csv', Buffer.from('I,1,new\n'), 5000);
    isPut = true;
    return 300_000;
  });
  expect(results).toMatchObject([{ isSuperseded: true }, { isSuperseded: false }]);
  expect(await rowsIn(landing.lake)).toEqual(['raw/db/a/t/1.csv 0 0 I,1,new']);
});
