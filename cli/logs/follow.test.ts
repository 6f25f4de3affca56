import { expect, test } from 'vitest';
import { type LogEvent, merged } from './events.ts';
import { follow } from './follow.ts';

const of = { name: 'f', service: 's', logGroup: 'g', stack: 'k' };
const event = (id: string, at: number): LogEvent => ({ id, at, stream: 'x', text: id, of });

async function* given(...events: readonly LogEvent[]): AsyncGenerator<LogEvent> {
  yield* events;
}

async function ids(events: AsyncGenerator<LogEvent>): Promise<string> {
  let all = '';
  for await (const { id } of events) all += id;
  return all;
}

test('several logs are one, by time', async () => {
  const logs = [given(event('a', 1), event('d', 9)), given(), given(event('b', 2), event('c', 3))];
  expect(await ids(merged(logs))).toBe('abcd');
});

test('what is there is all, unless it follows', async () => {
  expect(await ids(follow(() => given(event('a', 1)), { from: 0 }))).toBe('a');
});

test('shows each line once, also those that come late', async () => {
  const stop = new AbortController();
  const reads = [
    [event('a', 100_000)],
    [event('a', 100_000), event('c', 110_000)],
    [event('b', 96_000), event('a', 100_000), event('c', 110_000)],
  ];
  const from: number[] = [];
  const read = (since: number) => {
    from.push(since);
    if (from.length === reads.length) stop.abort();
    return given(...(reads[from.length - 1] ?? []));
  };
  expect(await ids(follow(read, { from: 5, until: stop.signal }))).toBe('acb');
  expect(from).toEqual([5, 85_000, 95_000]);
});
