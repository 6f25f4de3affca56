import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { replayHelp } from '../replay/help.ts';
import { redriveQueues } from '../replay/redrive-queues.ts';
import { createStep, type Outcome, type Step, takeSteps } from '../replay/steps.ts';
import { tellTally, tellWork } from '../replay/tell.ts';
import { type Flags, type Named, readWords } from '../replay/words.ts';
import { namesOf, targetOf } from '../target.ts';
import { count } from '../terminal/count.ts';
import { createProgress, type Progress } from '../terminal/progress.ts';
import { interruptedCode } from '../usage.ts';

/** `lake replay …`: what failed, what was rejected, or hours of raw, once more. Without --go it only says what it would do. */
export async function replay(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(replayHelp);
    return 0;
  }
  const asked = readWords(args, new Date());
  const target = targetOf(asked);
  const names = await namesOf(target);
  const tools = { progress: createProgress(asked.json ? silent : process.stdout), isStopped: stopOnSignal() };
  if (asked.kind === 'dead letters') {
    const stage = { prefix: names.prefix, stage: target.stage };
    const sqs = new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false });
    return redriveQueues({ sqs, lambda: new LambdaClient(target.client) }, stage, { ...tools, ...asked });
  }
  const step = createStep(new LambdaClient(target.client), `${names.prefix}-ingest-${target.stage}-replay`);
  for (const named of asked.works) {
    const code = await runOne(step, named, { ...tools, ...asked });
    if (code !== 0) return code;
  }
  return 0;
}

const silent = { write: () => true, isTTY: false, columns: 80 };

/** Ctrl-C ends the run after the present step; a second one ends the process at once. */
function stopOnSignal(): () => boolean {
  let stopped = false;
  process.on('SIGINT', () => {
    if (stopped) process.exit(interruptedCode);
    stopped = true;
  });
  return () => stopped;
}

type Tools = Flags & { readonly progress: Progress; readonly isStopped: () => boolean };

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
  if (state === 'interrupted') return interruptedCode;
  return go && counts.failedAgain > 0 ? 1 : 0;
}

function tellOutcome(named: Named, outcome: Outcome, { progress, go }: { progress: Progress; go: boolean }): void {
  const title = `${tellWork(named)}\n${tellTally(outcome, go)}`;
  if (outcome.state === 'interrupted')
    progress.failed(`${title}    Interrupted. To go on: the same command with --run ${named.run}`);
  else if (outcome.state === 'done before') {
    progress.done(`${title}    The run ${named.run} did this on ${outcome.doneAt}. To do it once more: --again`);
  } else progress.done(`${title}    ${go ? `Done, as ${named.run}` : 'Nothing is changed yet: --go does it'}`);
}
