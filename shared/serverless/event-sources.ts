import type { FunctionEvent, Statement } from './framework.ts';

/** What Lambda's pollers do in the function's name (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html, …/with-kinesis.html). */
const actions = {
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  kinesis: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'],
  dynamodb: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
} as const;

/** The statements for a function's event sources, one per kind of source. */
export function sourcePermissions(events: readonly FunctionEvent[]): readonly Statement[] {
  const sources = events.flatMap((event) => [...queueOf(event), ...streamOf(event)]);
  return (['sqs', 'kinesis', 'dynamodb'] as const).flatMap((kind) => {
    const arns = sources.filter((source) => source.kind === kind).map(({ arn }) => arn);
    return arns.length === 0 ? [] : [{ Effect: 'Allow', Action: actions[kind], Resource: arns }];
  });
}

type Source = { readonly kind: keyof typeof actions; readonly arn: unknown };

function queueOf({ sqs }: FunctionEvent): readonly Source[] {
  return sqs === undefined ? [] : [{ kind: 'sqs', arn: arnOf(sqs) }];
}

function streamOf({ stream }: FunctionEvent): readonly Source[] {
  if (stream === undefined) return [];
  const arn = arnOf(stream);
  const type = typeof arn === 'string' ? arn.split(':')[2] : typeOf(stream);
  return [{ kind: type === 'dynamodb' ? 'dynamodb' : 'kinesis', arn }];
}

/** An event is written `sqs: ARN` or `sqs: {arn: ARN, …}`. */
function arnOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'arn' in event ? event.arn : event;
}

function typeOf(stream: unknown): unknown {
  return typeof stream === 'object' && stream !== null && 'type' in stream ? stream.type : undefined;
}
