import { conditionHolds } from '../condition.ts';
import type { Resource } from '../framework.ts';

export type NamedFunction = {
  readonly name: string;
  /** Megabytes. */
  readonly memory: number;
};

/** What of a packaged service has metrics or logs, by the names that it has on AWS. */
export type NamedResources = {
  readonly functions: readonly NamedFunction[];
  readonly queues: readonly string[];
  readonly streams: readonly string[];
  readonly deliveryStreams: readonly string[];
  readonly workGroups: readonly string[];
  readonly tables: readonly string[];
  readonly alarms: readonly string[];
  readonly logGroups: readonly { readonly id: string; readonly name: string }[];
};

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
};

// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
const leastMemory = 128;

/** Leaves out what a condition leaves out, and what has no name of its own. */
export function namedResources({ Resources, Conditions = {} }: Template): NamedResources {
  const there = Object.entries(Resources).filter(
    ([, { Condition }]) => Condition === undefined || conditionHolds(Conditions, Condition),
  );
  const of = (type: string, property: string) =>
    there.flatMap(([id, { Type, Properties = {} }]) => {
      const name = Type === type ? Properties[property] : undefined;
      return typeof name === 'string' ? [{ id, name, properties: Properties }] : [];
    });
  const names = (type: string, property: string) => of(type, property).map(({ name }) => name);
  return {
    functions: of('AWS::Lambda::Function', 'FunctionName').map(({ name, properties }) => ({
      name,
      memory: Number(properties.MemorySize ?? leastMemory),
    })),
    queues: names('AWS::SQS::Queue', 'QueueName'),
    streams: names('AWS::Kinesis::Stream', 'Name'),
    deliveryStreams: names('AWS::KinesisFirehose::DeliveryStream', 'DeliveryStreamName'),
    workGroups: names('AWS::Athena::WorkGroup', 'Name'),
    tables: names('AWS::DynamoDB::Table', 'TableName'),
    alarms: names('AWS::CloudWatch::Alarm', 'AlarmName'),
    logGroups: of('AWS::Logs::LogGroup', 'LogGroupName').map(({ id, name }) => ({ id, name })),
  };
}
