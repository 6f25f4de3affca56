import { expect, test } from 'vitest';
import { type ChartAnswer, createAnswers } from './answers.ts';

const never = new AbortController().signal;
const answer = (text: string): ChartAnswer => ({ rows: [[text]], scannedBytes: 1, at: new Date(0) });

/** Answers that come when they are told to. */
function createDesk(atOnce?: number) {
  const asked: string[] = [];
  const open = new Map<string, { give: (text: string) => void; fail: (error: Error) => void; signal: AbortSignal }>();
  const answers = createAnswers((sql, signal) => {
    asked.push(sql);
    return new Promise((resolve, reject) => {
      open.set(sql, { give: (text) => resolve(answer(text)), fail: reject, signal });
      signal.addEventListener('abort', () => reject(new Error('stopped')));
    });
  }, atOnce);
  const under = (sql: string) => {
    const found = open.get(sql);
    if (found === undefined) throw new Error(`${sql} was not asked`);
    return found;
  };
  return { answers, asked, under };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a statement is asked once, however many wait for it, and is known from then on', async () => {
  const { answers, asked, under } = createDesk();
  const both = Promise.all([answers.ask('a', never), answers.ask('a', never)]);
  await settled();
  expect(answers.known('a')).toBeUndefined();
  under('a').give('1');
  expect(await both).toEqual([answer('1'), answer('1')]);
  expect(await answers.ask('a', never)).toEqual(answer('1'));
  expect(answers.known('a')).toEqual(answer('1'));
  expect(asked).toEqual(['a']);
});

test('what is forgotten is asked again', async () => {
  const { answers, asked, under } = createDesk();
  const first = answers.ask('a', never);
  await settled();
  under('a').give('1');
  await first;
  answers.forget('a');
  const second = answers.ask('a', never);
  await settled();
  under('a').give('2');
  expect(await second).toEqual(answer('2'));
  expect(asked).toEqual(['a', 'a']);
});

test('so many run at once, the others in their turn, and one that fails lets the next begin', async () => {
  const { answers, asked, under } = createDesk(2);
  const [a, b, c] = ['a', 'b', 'c'].map((sql) => answers.ask(sql, never));
  await settled();
  expect(asked).toEqual(['a', 'b']);
  under('a').fail(new Error('no column'));
  await expect(a).rejects.toThrow('no column');
  await settled();
  expect(asked).toEqual(['a', 'b', 'c']);
  under('b').give('2');
  under('c').give('3');
  expect(await Promise.all([b, c])).toEqual([answer('2'), answer('3')]);
  expect(answers.known('a')).toBeUndefined();
});

test('a statement is stopped once nobody waits for it, and not before', async () => {
  const { answers, under } = createDesk();
  const [one, other] = [new AbortController(), new AbortController()];
  const asked = [answers.ask('a', one.signal), answers.ask('a', other.signal)];
  const outcomes = Promise.allSettled(asked);
  await settled();
  one.abort();
  expect(under('a').signal.aborted).toBe(false);
  other.abort();
  expect(under('a').signal.aborted).toBe(true);
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('one that was stopped is asked anew, and one that was stopped in the queue never runs', async () => {
  const { answers, asked, under } = createDesk(1);
  const first = answers.ask('a', never);
  const stop = new AbortController();
  const queued = answers.ask('b', stop.signal);
  const outcome = Promise.allSettled([queued]);
  await settled();
  stop.abort();
  const again = answers.ask('b', never);
  under('a').give('1');
  await first;
  await outcome;
  await settled();
  expect(asked).toEqual(['a', 'b']);
  under('b').give('2');
  expect(await again).toEqual(answer('2'));
  expect(answers.known('b')).toEqual(answer('2'));
});

test('the oldest of very many answers is let go', async () => {
  const answers = createAnswers((sql) => Promise.resolve(answer(sql)));
  for (const index of Array.from({ length: 301 }).keys()) await answers.ask(`${index}`, never);
  expect(answers.known('0')).toBeUndefined();
  expect(answers.known('1')).toEqual(answer('1'));
});
