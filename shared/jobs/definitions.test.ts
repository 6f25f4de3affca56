import { expect, test } from 'vitest';
import { noteDefinitions, readingsOf } from './definitions.ts';
import type { Target } from './target.ts';
import { createMemoryStore } from './testing/memory-store.ts';

const target = (name: string, reads: readonly string[], digest = 'd1'): Target => ({ name, digest, lanes: {}, reads });
const chain = [
  target('a', ['raw.clicks']),
  target('b', ['lake.a', 'lake.elsewhere']),
  target('c', ['lake.b', 'lake.a']),
];

test('a target reads what it says, and what those read that it reads, by the shortest way', () => {
  expect(readingsOf('c', chain)).toEqual([
    { table: 'lake.a', distance: 1 },
    { table: 'lake.b', distance: 1 },
    { table: 'lake.elsewhere', distance: 2 },
    { table: 'raw.clicks', distance: 2 },
  ]);
  expect(readingsOf('a', chain)).toEqual([{ table: 'raw.clicks', distance: 1 }]);
});

test('targets that read one another, or themselves, end', () => {
  const around = [target('a', ['lake.b']), target('b', ['lake.a', 'lake.b'])];
  expect(readingsOf('a', around)).toEqual([{ table: 'lake.b', distance: 1 }]);
});

function service() {
  const jobs = createMemoryStore();
  const said: string[] = [];
  let defined = 0;
  const log = {
    info: () => undefined,
    warn: (_: unknown, ...more: readonly unknown[]) => void said.push(JSON.stringify(more[0])),
  };
  const counting: typeof jobs = {
    ...jobs,
    define: async (...args) => {
      defined += 1;
      await jobs.define(...args);
    },
  };
  return {
    jobs,
    said,
    defined: () => defined,
    note: (targets: readonly Target[]) => noteDefinitions({ targets, jobs: counting, now: () => 700, log }),
  };
}

test('what is the same is written once, what changed again, also where only what it reads through others did', async () => {
  const { note, defined, jobs } = service();
  await note(chain);
  await note(chain);
  expect(defined()).toBe(3);
  await note([...chain.slice(0, 2), target('c', ['lake.b', 'lake.a'], 'd2')]);
  expect(defined()).toBe(4);
  await note([target('a', ['raw.clicks', 'raw.more']), ...chain.slice(1)]);
  expect(defined()).toBe(7);
  expect((await jobs.dependents('raw.more')).map((each) => each.target)).toEqual(['a', 'b', 'c']);
});

test('a target that is gone is named once, and is there again when it comes back', async () => {
  const { note, said, jobs } = service();
  await note(chain);
  await note(chain.slice(0, 2));
  await note(chain.slice(0, 2));
  expect(said).toEqual(['{"target":"c"}']);
  expect((await jobs.standings()).map(({ removedAt }) => removedAt)).toEqual([undefined, undefined, 700]);
  await note(chain);
  expect((await jobs.standings()).map(({ removedAt }) => removedAt)).toEqual([undefined, undefined, undefined]);
});
