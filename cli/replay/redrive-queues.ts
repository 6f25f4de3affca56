import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { count } from '../terminal/count.ts';
import type { Progress } from '../terminal/progress.ts';
import { exitCodes, UsageError } from '../usage.ts';
import { callAgain } from './call-again.ts';
import { type DeadLetters, findDeadLetters, redrive } from './dead-letters.ts';

export type Redriving = {
  /** Only these; all, where there are none. */
  readonly queues: readonly string[];
  readonly go: boolean;
  readonly json: boolean;
  readonly progress: Progress;
  readonly isStopped: () => boolean;
};

export type Clients = { readonly sqs: Pick<SQSClient, 'send'>; readonly lambda: Pick<LambdaClient, 'send'> };

type Stage = { readonly prefix: string; readonly stage: string };

const pauseMs = 500;

/** Tells of the dead-letter queues of a stage and, with `go`, has their messages moved back, or the calls they hold made again. Gives the exit code. */
export async function redriveQueues(clients: Clients, stage: Stage, asked: Redriving): Promise<number> {
  let code: number = exitCodes.done;
  for (const queue of await chosen(clients.sqs, stage, asked.queues)) {
    if (asked.isStopped()) return exitCodes.interrupted;
    const told = await redriveOne(clients, queue, asked);
    if (asked.json) process.stdout.write(`${JSON.stringify(shown(queue, told))}\n`);
    else asked.progress.done(`${queue.name}: ${count(queue.messages, 'message')}${told.words}`);
    code = Math.max(code, codes[told.state]);
  }
  if (!asked.go && !asked.json) process.stdout.write('    Nothing is changed yet: --go does it\n');
  return code;
}

function shown({ name, messages, home = '' }: DeadLetters, { moved = 0, state }: Told) {
  return { queue: name, messages, home: home === '' ? null : home, moved, state };
}

async function chosen(
  sqs: Pick<SQSClient, 'send'>,
  stage: Stage,
  queues: readonly string[],
): Promise<readonly DeadLetters[]> {
  const found = await findDeadLetters(sqs, stage);
  const unknown = queues.find((name) => !found.some((queue) => queue.name === name));
  if (unknown === undefined) return queues.length === 0 ? found : found.filter(({ name }) => queues.includes(name));
  throw new UsageError(`${unknown} is no dead-letter queue of this stage: ${found.map(({ name }) => name).join(', ')}`);
}

const codes = {
  empty: 0,
  left: 0,
  'dry run': 0,
  done: 0,
  failed: exitCodes.failed,
  interrupted: exitCodes.interrupted,
} as const;

type Told = { readonly state: keyof typeof codes; readonly words: string; readonly moved?: number };

async function redriveOne(clients: Clients, queue: DeadLetters, asked: Redriving): Promise<Told> {
  const { messages, home } = queue;
  if (messages === 0) return { state: 'empty', words: '' };
  if (home === undefined) return callsOf(clients, queue, asked);
  return asked.go
    ? moveBack(clients, { ...queue, home }, asked)
    : { state: 'dry run', words: `, would go back to ${home}` };
}

async function moveBack({ sqs }: Clients, queue: DeadLetters & { home: string }, asked: Redriving): Promise<Told> {
  const { name, messages, home } = queue;
  const tell = (moved: number) => asked.progress.running(`${name}: ${moved} of ${messages} moved back to ${home}`);
  const { state, moved, failure } = await redrive(sqs, queue, { tell, isStopped: asked.isStopped, pauseMs });
  return {
    state,
    moved,
    words: `, ${moved} moved back to ${home}${failure === undefined ? '' : `, then: ${failure}`}`,
  };
}

/** No queue sends its dead letters here: Lambda does, the calls that failed. */
async function callsOf(clients: Clients, { name, url, messages }: DeadLetters, asked: Redriving): Promise<Told> {
  if (!asked.go) return { state: 'dry run', words: ': those that hold a failed call would have it made again' };
  const tell = (moved: number) => asked.progress.running(`${name}: ${moved} of ${messages} called again`);
  const { moved, left, isStopped } = await callAgain(clients, url, { messages, tell, isStopped: asked.isStopped });
  const rest = left === 0 ? '' : `; ${left} hold no call and stay: read them, each says what was given up`;
  const state = isStopped ? 'interrupted' : left > 0 ? 'left' : 'done';
  return { state, moved, words: `, ${moved} called again${rest}` };
}
