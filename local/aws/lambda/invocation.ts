import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Fault } from '../../kernel/faults.ts';
import type { Pool } from './pool.ts';
import { endLines, startLine } from './report.ts';
import { exitError, type FunctionError, type RuntimeAnswer } from './sandbox.ts';
import type { Configuration } from './store.ts';
import type { Worker } from './worker.ts';

export type Invocation = {
  readonly configuration: Configuration;
  /** As the caller named it: with a version or alias, or without. */
  readonly invokedFunctionArn: string;
  /** JSON text. */
  readonly payload: string;
  readonly requestId: string;
  readonly clientContext?: unknown;
};

export type Outcome = {
  /** JSON text: what the handler returned, or the error. */
  readonly payload: string;
  readonly functionError?: 'Unhandled';
  readonly errorMessage?: string;
  /** The last 4 KB of the log. */
  readonly logTail: string;
  readonly durationMs: number;
};

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxResponseBytes = 6_291_556;
const logTailBytes = 4_096;
/** AWS gives 10 s; a laptop that starts several functions at once may need longer for the same code. */
const initLimitMs = 30_000;
/** A crash before the end strikes within this time of the handler's start. */
const crashWithinMs = 40;

/** Runs one invocation to its end in a process of the pool; every failure of the function is an outcome, not an exception. */
export async function runInvocation(cloud: Cloud, pool: Pool, invocation: Invocation): Promise<Outcome> {
  const faults = cloud.faults.strike('lambda:invoke', invocation.configuration.FunctionArn);
  refuse(faults);
  if (faults.some((fault) => fault.kind === 'duplicate')) await runOnce(cloud, pool, invocation, []);
  return runOnce(cloud, pool, invocation, faults);
}

function refuse(faults: readonly Fault[]): void {
  const kinds = faults.map((fault) => fault.kind);
  if (kinds.includes('throttle')) throw throttled('CallerRateLimitExceeded');
  if (kinds.includes('error'))
    throw new AwsError('ServiceException', 'The service encountered an internal error.', 500);
}

export function throttled(reason: string): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: reason, Type: 'User' });
}

async function runOnce(cloud: Cloud, pool: Pool, invocation: Invocation, faults: readonly Fault[]): Promise<Outcome> {
  const { configuration, requestId } = invocation;
  const worker = await pool.acquire(configuration);
  const cold = worker.usedAt === worker.startedAt;
  const tail: string[] = [];
  worker.onLine = (line) => tail.push(line);
  const say = (line: string | undefined) => line !== undefined && sayIn(worker, line);
  try {
    const initError = await started(cloud, worker);
    const begun = cloud.clock.now();
    say(startLine(configuration, requestId, begun));
    const answer: RuntimeAnswer =
      initError === undefined ? await answered(cloud, worker, invocation, faults) : { kind: 'error', error: initError };
    if (answer.kind === 'exit' || initError !== undefined) pool.refuseWhenStopped();
    const ended = cloud.clock.now();
    const durationMs = Math.max(ended - begun, 0.01);
    const outcome = judge(configuration, requestId, answer);
    if (outcome.logged !== undefined) say(`${new Date(ended).toISOString()} ${requestId} ${outcome.logged}`);
    const usage = {
      requestId,
      durationMs,
      memoryUsedMb: worker.sandbox.memoryUsed(),
      ...(cold ? { initMs: begun - worker.startedAt } : {}),
      ...outcome.status,
    };
    for (const line of endLines(configuration, usage, ended)) say(line);
    await worker.logs.flush();
    return { ...outcome.answer, durationMs, logTail: lastBytes(tail.join('\n')) };
  } finally {
    worker.usedAt = cloud.clock.now();
    pool.release(worker);
  }
}

function sayIn(worker: Worker, line: string): void {
  worker.logs.write(line);
  worker.onLine?.(line);
}

async function started(cloud: Cloud, worker: Worker): Promise<FunctionError | undefined> {
  const cancel = cloud.clock.after(initLimitMs, () => worker.sandbox.kill());
  const error = await worker.sandbox.ready;
  cancel();
  return error;
}

async function answered(
  cloud: Cloud,
  worker: Worker,
  invocation: Invocation,
  faults: readonly Fault[],
): Promise<RuntimeAnswer> {
  const { configuration, requestId } = invocation;
  const timeoutMs = configuration.Timeout * 1_000;
  const cancelTimeout = cloud.clock.after(timeoutMs, () => worker.sandbox.kill('timeout'));
  const crashes = faults.some((fault) => fault.kind === 'crash-before');
  const cancelCrash = crashes
    ? cloud.clock.after(Math.random() * crashWithinMs, () => worker.sandbox.kill())
    : () => {};
  const trace = randomUUID().replaceAll('-', '');
  const answer = await worker.sandbox.invoke({
    requestId,
    payload: invocation.payload,
    deadline: cloud.clock.now() + timeoutMs,
    invokedFunctionArn: invocation.invokedFunctionArn,
    traceId: `Root=1-${trace.slice(0, 8)}-${trace.slice(8)};Parent=${trace.slice(0, 16)};Sampled=0`,
    ...(invocation.clientContext === undefined ? {} : { clientContext: invocation.clientContext }),
  });
  cancelTimeout();
  cancelCrash();
  const crashed = crashes || faults.some((fault) => fault.kind === 'crash-after');
  if (!crashed || answer.kind === 'exit') return answer;
  worker.sandbox.kill();
  await worker.sandbox.exited;
  return { kind: 'exit', reason: 'exit', status: 'signal: killed' };
}

type Judged = {
  readonly answer: Pick<Outcome, 'payload' | 'functionError' | 'errorMessage'>;
  readonly logged?: string;
  readonly status?: { readonly status: 'timeout' | 'error'; readonly errorType?: string };
};

function judge(configuration: Configuration, requestId: string, answer: RuntimeAnswer): Judged {
  if (answer.kind === 'result') return judgeResult(answer.payload);
  if (answer.kind === 'error') return failed(answer.error);
  if (answer.reason === 'timeout') {
    const text = `Task timed out after ${configuration.Timeout.toFixed(2)} seconds`;
    const error = { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: ${text}` };
    return { ...failed(error), logged: text, status: { status: 'timeout' } };
  }
  const { errorType, errorMessage } = exitError(answer.reason, answer.status);
  return {
    ...failed({ errorType, errorMessage: `RequestId: ${requestId} Error: ${errorMessage}` }),
    logged: `${errorMessage}\n${errorType}`,
  };
}

function judgeResult(payload: string): Judged {
  if (Buffer.byteLength(payload) <= maxResponseBytes) return { answer: { payload } };
  return failed({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
  });
}

function failed(error: FunctionError): Judged {
  return {
    answer: { payload: JSON.stringify(error), functionError: 'Unhandled', errorMessage: error.errorMessage },
    status: { status: 'error', errorType: error.errorType },
  };
}

function lastBytes(text: string): string {
  return Buffer.from(text).subarray(-logTailBytes).toString('utf8');
}
