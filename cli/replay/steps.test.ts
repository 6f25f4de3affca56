import type { ReplayAnswer, ReplayRequest } from '@tributary/ingest/replay/core/request.ts';
import { summaryOf } from '@tributary/ingest/replay/core/summary.ts';
import { expect, test } from 'vitest';
import { createStep, ReplayFailedError, type Step, takeSteps } from './steps.ts';

const first: ReplayRequest = {
  run: 'r',
  go: true,
  again: false,
  work: { what: 'failed', stream: 'facts' },
};
const at = (key: string) => ({ prefix: 'failed/facts/', key, versionId: 'v' });

/** Three steps of two objects each. */
function threeSteps() {
  const asked: ReplayRequest[] = [];
  const step: Step = async (request) => {
    asked.push(request);
    const { counts, reasons } = summaryOf({ objects: 2 });
    return { counts, reasons, resumed: false, ...(asked.length < 3 ? { position: at(String(asked.length)) } : {}) };
  };
  return { asked, step };
}

test('step follows step from where the last one ended, and all are told', async () => {
  const { asked, step } = threeSteps();
  const told: number[] = [];
  const tell = ({ counts }: ReturnType<typeof summaryOf>) => told.push(counts.objects);
  const outcome = await takeSteps(step, first, { tell, isStopped: () => false });
  expect(outcome).toMatchObject({ state: 'done', counts: { objects: 6 } });
  expect(asked.map(({ position }) => position)).toEqual([undefined, at('1'), at('2')]);
  expect(told).toEqual([2, 4, 6]);
});

test('who stops it gets what is done so far', async () => {
  const { asked, step } = threeSteps();
  const outcome = await takeSteps(step, first, { tell: () => undefined, isStopped: () => asked.length === 2 });
  expect(outcome).toMatchObject({ state: 'interrupted', counts: { objects: 4 } });
});

test('a run that was done before is told as such', async () => {
  const answer: ReplayAnswer = { ...summaryOf({ objects: 9 }), resumed: false, doneAt: 'then', reasons: {} };
  const outcome = await takeSteps(async () => answer, first, { tell: () => undefined, isStopped: () => false });
  expect(outcome).toMatchObject({ state: 'done before', doneAt: 'then', counts: { objects: 9 } });
});

const functionThat = (answer: object) => createStep({ send: async () => answer }, 'replay');
const payload = (value: unknown) => ({ transformToString: () => JSON.stringify(value) });

test("the function's own words come out of its failure", async () => {
  const step = functionThat({ FunctionError: 'Unhandled', Payload: payload({ errorMessage: 'no such bucket' }) });
  await expect(step(first)).rejects.toThrow(new ReplayFailedError('no such bucket'));
});

test('an answer that is none is not taken for one', async () => {
  await expect(functionThat({ Payload: payload({ counts: 1 }) })(first)).rejects.toThrow();
});
