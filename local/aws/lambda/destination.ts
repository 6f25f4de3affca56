import type { Caller } from '../../kernel/caller.ts';
import { notCovered } from '../../kernel/error.ts';
import type { Engine } from './engine.ts';
import { functionArn, resolveConfiguration } from './function-name.ts';
import type { Outcome } from './invocation.ts';
import { recordDeadLetterError } from './metrics.ts';
import type { Configuration, EventInvokeConfig, QueuedEvent } from './store.ts';

type Ended = {
  readonly event: QueuedEvent;
  readonly config: EventInvokeConfig | undefined;
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly outcome: Outcome | undefined;
};

const deliverable = /^arn:aws:(sqs|lambda|events):/;

/** Refuses a destination whose service the local cloud has not. */
export function checkDestination(arn: string | undefined): void {
  if (arn !== undefined && !deliverable.test(arn)) throw notCovered(`the Lambda destination ${arn}`);
}

/** Sends what became of an asynchronous event to its destination and, if it failed, to the dead-letter queue. */
export async function sendOn(engine: Engine, ended: Ended): Promise<void> {
  const { event, config, condition } = ended;
  const configuration = resolveConfiguration(engine.store, nameOf(event));
  const failed = condition !== 'Success';
  const destination = failed ? config?.DestinationConfig?.OnFailure : config?.DestinationConfig?.OnSuccess;
  const deliveries: Promise<void>[] = [];
  if (destination?.Destination !== undefined)
    deliveries.push(deliver(engine, configuration, destination.Destination, record(engine, ended, configuration)));
  if (failed) deliveries.push(deadLetter(engine, ended, configuration));
  for (const result of await Promise.allSettled(deliveries)) {
    if (result.status === 'fulfilled') continue;
    recordDeadLetterError(engine.cloud, event.functionName);
    const reason = String(result.reason);
    engine.cloud.log('error', `What became of an event of ${event.functionName} could not be sent on`, { reason });
  }
}

function nameOf(event: QueuedEvent) {
  return event.qualifier === undefined
    ? { name: event.functionName }
    : { name: event.functionName, qualifier: event.qualifier };
}

function record(engine: Engine, { event, condition, outcome }: Ended, configuration: Configuration): object {
  return {
    version: '1.0',
    timestamp: new Date(engine.cloud.clock.now()).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: functionArn(engine.cloud, { name: event.functionName, qualifier: event.qualifier ?? '$LATEST' }),
      condition,
      approximateInvokeCount: event.attempts,
    },
    requestPayload: JSON.parse(event.payload),
    ...(outcome === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: configuration.Version,
            ...(outcome.functionError === undefined ? {} : { functionError: outcome.functionError }),
          },
          responsePayload: JSON.parse(outcome.payload),
        }),
  };
}

/** As the function's role, whose permissions the destination needs. */
export async function deliver(
  engine: Engine,
  configuration: Configuration,
  destination: string,
  body: object,
): Promise<void> {
  const role: Caller = { kind: 'role', roleArn: configuration.Role, sessionName: configuration.FunctionName };
  const { cloud } = engine;
  const text = JSON.stringify(body);
  if (destination.startsWith('arn:aws:sqs:')) {
    await cloud.call(role, 'sqs', 'SendMessage', {
      QueueUrl: queueUrl(cloud.endpoint, destination),
      MessageBody: text,
    });
  } else if (destination.startsWith('arn:aws:lambda:')) {
    const invoke = { FunctionName: destination, InvocationType: 'Event' } as const;
    await cloud.call(role, 'lambda', 'Invoke', { ...invoke, Payload: Buffer.from(text) });
  } else {
    await cloud.call(role, 'events', 'PutEvents', {
      Entries: [
        { EventBusName: destination, Source: 'lambda', DetailType: 'Lambda Function Invocation Result', Detail: text },
      ],
    });
  }
}

async function deadLetter(engine: Engine, ended: Ended, configuration: Configuration): Promise<void> {
  const queue = configuration.DeadLetterConfig?.TargetArn;
  if (queue === undefined || queue === '') return;
  const { event, outcome } = ended;
  const attribute = (type: 'String' | 'Number', value: string) => ({ DataType: type, StringValue: value });
  const role: Caller = { kind: 'role', roleArn: configuration.Role, sessionName: configuration.FunctionName };
  await engine.cloud.call(role, 'sqs', 'SendMessage', {
    QueueUrl: queueUrl(engine.cloud.endpoint, queue),
    MessageBody: event.payload,
    MessageAttributes: {
      RequestID: attribute('String', event.requestId),
      ErrorCode: attribute('Number', '200'),
      ErrorMessage: attribute('String', (outcome?.errorMessage ?? ended.condition).slice(0, 1_024) || 'Unknown'),
    },
  });
}

/** A queue's URL as the local SQS makes it from its ARN. */
export function queueUrl(endpoint: string, queueArn: string): string {
  const [account, name] = queueArn.split(':').slice(4);
  return `${endpoint}/${account}/${name}`;
}
