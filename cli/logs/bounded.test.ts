import { describe, expect, test } from 'vitest';
import { bounded, type Omitted, upTo } from './bounded.ts';
import { type FilterLogEvents, type LogEvent, NoLogError, readEvents } from './events.ts';
import { limited } from './limited.ts';
import { logId } from './log-id.ts';
import { patternOf } from './pattern.ts';

const of = { name: 'parse-logs', service: 'tributary-ingest', logGroup: '/aws/lambda/x', stack: 'x' };
const wanted = { from: 0, pattern: '"k"' };

/** A log of so many pages of one line each. */
function logOf(pages: number) {
  const asked: string[] = [];
  const filter: FilterLogEvents = async ({ nextToken = '0' }) => {
    asked.push(nextToken);
    const next = Number(nextToken) + 1;
    const events = [{ eventId: nextToken, timestamp: Number(nextToken), message: `line ${nextToken}` }];
    return { $metadata: {}, events, ...(next < pages ? { nextToken: String(next) } : {}) };
  };
  return { asked, filter };
}

async function textsOf(log: AsyncGenerator<LogEvent>): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const { text } of log) texts.push(text);
  return texts;
}

describe('a search for one id', () => {
  test('reads so many pages of a log, and says that there is more', async () => {
    const { asked, filter } = logOf(3);
    const omitted: Omitted = { cut: new Set() };
    const log = bounded(readEvents(filter, of, { ...wanted, mostPages: 2 }), { isOptional: true, omitted });
    expect(await textsOf(log)).toEqual(['line 0', 'line 1']);
    expect(asked).toEqual(['0', '1']);
    expect([...omitted.cut]).toEqual([expect.stringContaining('parse-logs: only the first 2 pages')]);
  });

  test('says nothing of a log that it has read to its end', async () => {
    const omitted: Omitted = { cut: new Set() };
    const log = readEvents(logOf(2).filter, of, { ...wanted, mostPages: 2 });
    expect(await textsOf(bounded(log, { isOptional: true, omitted }))).toEqual(['line 0', 'line 1']);
    expect(omitted.cut.size).toBe(0);
  });

  test('shows so many lines, and says when there are more than that', async () => {
    const omitted: Omitted = { cut: new Set() };
    const read = () => readEvents(logOf(3).filter, of, wanted);
    expect(await textsOf(upTo(3, read(), omitted))).toHaveLength(3);
    expect(omitted.cut.size).toBe(0);
    expect(await textsOf(upTo(2, read(), omitted))).toEqual(['line 0', 'line 1']);
    expect([...omitted.cut]).toEqual(['there are more than 2 lines']);
  });

  test('passes over a function that has never run, unless it alone is asked for', async () => {
    async function* none(): AsyncGenerator<LogEvent> {
      yield* [];
      throw new NoLogError('There is no log');
    }
    const omitted: Omitted = { cut: new Set() };
    expect(await textsOf(bounded(none(), { isOptional: true, omitted }))).toEqual([]);
    await expect(textsOf(bounded(none(), { isOptional: false, omitted }))).rejects.toThrow('There is no log');
  });

  test('is a quoted term: an object by its key, whatever names it', () => {
    expect(patternOf({ id: logId('s3://b/raw/logs/haproxy/a b.gz') })).toBe('"raw/logs/haproxy/a b.gz"');
    expect(patternOf({ errors: true, id: 'x' })).toBe('"x"');
    for (const text of ['a"b', '', ' ', 'a\nb', 'a'.repeat(901)]) expect(() => logId(text)).toThrow('no quotes');
  });
});

test('of calls that are limited so many run at once, and each has its turn, also behind one that failed', async () => {
  let running = 0;
  let most = 0;
  const call = limited(2, async (name: string) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    if (name === 'b') throw new Error('b failed');
    return name;
  });
  const ended = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => call(name)));
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect(most).toBe(2);
});
