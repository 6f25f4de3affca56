import { expect, test } from 'vitest';
import { NotStoredError } from '../../../events/core/kinesis/stream-writer.ts';
import { summaryOf } from '../../core/summary.ts';
import { orFailed, type Unit, workThrough } from './unit.ts';

const at = (key: string) => ({ prefix: 'p', key, versionId: 'null' });
const done: Unit['work'] = async () => summaryOf({ objects: 1 });
const fails =
  (error: Error): Unit['work'] =>
  () =>
    Promise.reject(error);

async function* units(...works: readonly Unit['work'][]): AsyncGenerator<Unit> {
  for (const [index, work] of works.entries()) yield { upTo: at(String(index)), work };
}

test('a part that cannot be done is told, and does not keep the others from it', async () => {
  const through = await workThrough(
    () => units(done, fails(new Error('AccessDenied')), done),
    undefined,
    () => false,
  );
  expect(through).toMatchObject({
    summary: { counts: { objects: 2, partsFailed: 1 }, reasons: { 'could not be done: Error: AccessDenied': 1 } },
  });
  expect(through.position).toBeUndefined();
});

test('nor does one whose object cannot be read', async () => {
  async function* broken(): AsyncGenerator<Unit> {
    yield { upTo: at('a'), work: done };
    throw new Error('NoSuchKey');
  }
  async function* all(): AsyncGenerator<Unit> {
    yield* orFailed(broken(), at('b'));
    yield { upTo: at('c'), work: done };
  }
  expect((await workThrough(all, undefined, () => false)).summary.counts).toMatchObject({ objects: 2, partsFailed: 1 });
});

test('a stream that takes nothing ends the step, to be taken again from there', async () => {
  const step = workThrough(
    () => units(done, fails(new NotStoredError('not in time')), done),
    undefined,
    () => false,
  );
  await expect(step).rejects.toThrow('not in time');
});
