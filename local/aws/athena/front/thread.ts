import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { parseStatement } from '../../../sql/parse/parse.ts';
import type { Metadata, Plan, TableName } from '../../../sql/plan.ts';
import { planStatement } from '../../../sql/plan-statement.ts';
import { type Found, fromFailed, type Reply, type Step, type Task, toFailed } from './message.ts';

// The thread in which statements are read and bound. Each step has one answer, so that whoever waits knows which job keeps it busy.

const answers = new Map<number, (found: Found) => void>();

const post = (reply: Reply) => parentPort?.postMessage(reply);

parentPort?.on('message', (step: Step) => {
  if ('begin' in step) void carryOut(step.job, step.begin);
  else answers.get(step.job)?.(step.found);
});

async function carryOut(job: number, task: Task): Promise<void> {
  try {
    const plan = await planOf(job, task);
    post({ job, plan, heapBytes: getHeapStatistics().used_heap_size });
  } catch (error) {
    post({ job, failed: toFailed(error), heapBytes: getHeapStatistics().used_heap_size });
  }
}

async function planOf(job: number, task: Task): Promise<Plan | undefined> {
  if (task.kind === 'plan') return planStatement(task.sql, task.session, metadataOf(job));
  parseStatement(task.sql);
  return undefined;
}

const metadataOf = (job: number): Metadata => ({
  relation: (name) => ask(job, name),
});

/** A job asks for one name after the other. */
async function ask(job: number, name: TableName) {
  const found = await new Promise<Found>((resolve) => {
    answers.set(job, resolve);
    post({ job, ask: name });
  });
  answers.delete(job);
  if ('failed' in found) throw fromFailed(found.failed);
  return found.relation;
}
