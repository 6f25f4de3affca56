import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ReplayCall } from '../replay/call.ts';
import { redriveQueues } from '../replay/redrive-queues.ts';
import { replicateAgain } from '../replay/replication.ts';
import { createStep, type Outcome, ReplayFailedError, type Step, takeSteps } from '../replay/steps.ts';
import { tellSummary, tellWork } from '../replay/tell.ts';
import { type Named, readWorks } from '../replay/words.ts';
import { namesOf, type Target, targetOf } from '../target.ts';
import { count } from '../terminal/count.ts';
import { untilInterrupted } from '../terminal/interruptible.ts';
import { createProgress, type Progress } from '../terminal/progress.ts';
import { exitCodes } from '../usage.ts';

/** `lake replay …`: what failed, what was rejected, or hours of raw, once more. Without --go it only says what it would do. */
export async function replay(call: ReplayCall): Promise<number> {
  const { go = false, json = false } = call.options;
  const target = targetOf(call.options);
  const names = await namesOf(target);
  const progress = createProgress(json ? silent : process.stdout);
  // Ctrl-C ends the run after the present step.
  const { signal } = untilInterrupted();
  const tools = { progress, isStopped: () => signal.aborted, go, json };
  if (call.what === 'dead-letters') {
    const stage = { prefix: names.prefix, stage: target.stage };
    const sqs = new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false });
    return redriveQueues({ sqs, lambda: new LambdaClient(target.client) }, stage, { ...tools, queues: call.which });
  }
  if (call.what === 'replication') {
    const { rawBucket, lakeBucket } = names;
    const existing = call.options.existing === true;
    return replicateAgain(await storageClients(target), { ...tools, buckets: [rawBucket, lakeBucket], existing });
  }
  const works = readWorks(call, new Date());
  const again = call.options.again === true;
  const step = createStep(new LambdaClient(target.client), `${names.prefix}-ingest-${target.stage}-replay`);
  return runAll(works, { ...tools, again }, (named) => runOne(step, named, { ...tools, again }));
}

/** S3's control plane is asked at `<account>.` and a name of AWS's, which no local cloud has. */
async function storageClients({ client }: Target) {
  const [{ S3Client }, { S3ControlClient }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/client-s3-control'),
  ]);
  const { endpoint } = client;
  const local = endpoint === undefined ? {} : { endpointProvider: () => ({ url: new URL(endpoint) }) };
  return {
    s3: new S3Client({ ...client, forcePathStyle: endpoint !== undefined }),
    control: new S3ControlClient({ ...client, ...local }),
  };
}

/** Each of them, whatever becomes of the others; the code says whether anything remains. */
async function runAll(works: readonly Named[], tools: Tools, run: (named: Named) => Promise<number>): Promise<number> {
  let worst: number = exitCodes.done;
  for (const named of works) {
    const code = await run(named).catch((error: unknown) => notDone(named, error, tools));
    if (code === exitCodes.interrupted) return code;
    if (code !== exitCodes.done) worst = code;
  }
  return worst;
}

function notDone(named: Named, error: unknown, { progress, json, go }: Tools): number {
  if (!(error instanceof ReplayFailedError)) throw error;
  const { run, work } = named;
  if (json) process.stdout.write(`${JSON.stringify({ run, go, state: 'failed', work, error: error.message })}\n`);
  else progress.failed(`${tellWork(named)}\n    ${error.message}`);
  return exitCodes.failed;
}

const silent = { write: () => true, isTTY: false, columns: 80 };

type Tools = {
  readonly progress: Progress;
  readonly isStopped: () => boolean;
  readonly go: boolean;
  readonly json: boolean;
  readonly again: boolean;
};

async function runOne(step: Step, named: Named, tools: Tools): Promise<number> {
  const { progress, isStopped, go, again, json } = tools;
  progress.running(`${named.run}: ${tellWork(named)}`);
  const outcome = await takeSteps(
    step,
    { ...named, go, again },
    {
      tell: ({ counts }) =>
        progress.running(`${named.run}: ${count(counts.objects, 'object')}, ${count(counts.records, 'record')}`),
      isStopped,
    },
  );
  const { state, counts, reasons } = outcome;
  if (json)
    process.stdout.write(`${JSON.stringify({ run: named.run, go, state, work: named.work, counts, reasons })}\n`);
  else tellOutcome(named, outcome, { progress, go });
  if (state === 'interrupted') return exitCodes.interrupted;
  return go && counts.failedAgain + counts.partsFailed > 0 ? exitCodes.failed : exitCodes.done;
}

function tellOutcome(named: Named, outcome: Outcome, { progress, go }: { progress: Progress; go: boolean }): void {
  const title = `${tellWork(named)}\n${tellSummary(outcome, go, named.work)}`;
  if (outcome.state === 'interrupted')
    progress.failed(`${title}    Interrupted. To go on: the same command with --run ${named.run}`);
  else if (outcome.state === 'done before') {
    progress.done(`${title}    The run ${named.run} did this on ${outcome.doneAt}. To do it once more: --again`);
  } else progress.done(`${title}    ${go ? `Done, as ${named.run}` : 'Nothing is changed yet: --go does it'}`);
}
