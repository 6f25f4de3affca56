import { fileURLToPath } from 'node:url';
import { deployAll } from '../deploy-all.ts';
import { type ServiceName, serviceNames } from '../service-names.ts';
import { localClient, namesOf, targetOf } from '../target.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes, UsageError } from '../usage.ts';

const logDir = fileURLToPath(new URL('../../node_modules/.cache/tributary/deploy/', import.meta.url));
const patienceMs = 5_000;

/** `lake deploy [SERVICE…]`: what was changed in services goes into the lake that runs, without a restart. */
export async function deployServices(services: readonly ServiceName[]): Promise<number> {
  const { endpoint = '' } = targetOf({ stage: 'local' }).client;
  await checkRuns(endpoint);
  const all = services.length === 0 ? serviceNames : [...new Set(services)];
  await patiently(false, async (progress) => {
    await interruptible('Interrupted; the same call again deploys what is not.', ({ signal }) =>
      deployAll(all, { endpoint, logDir, progress, signal }),
    );
    progress.rests();
  });
  if (all.includes('query')) await reconcileDatasets(endpoint);
  return exitCodes.done;
}

/** What is new among the datasets is filled at once, and not when reconcile comes by within the minute. */
async function reconcileDatasets(endpoint: string): Promise<void> {
  const { GetQueueUrlCommand, SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const client = localClient(endpoint);
  const { prefix } = await namesOf({ stage: 'local', client });
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${prefix}-query-local-reconcile` }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"reconcile":true}' }));
}

/** Otherwise `serverless` would try for minutes to reach it. */
async function checkRuns(endpoint: string): Promise<void> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const sts = new STSClient({ ...localClient(endpoint), maxAttempts: 1 });
  const abortSignal = AbortSignal.timeout(patienceMs);
  await sts.send(new GetCallerIdentityCommand({}), { abortSignal }).catch((cause: unknown) => {
    throw new UsageError(
      `No local lake answers on ${endpoint}: start it with npm start, or say where with LAKE_PORT.`,
      {
        cause,
      },
    );
  });
}
