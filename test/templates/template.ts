import type { Template } from './package-service.ts';

type Resources = Template['Resources'];
export type Resource = { readonly id: string; readonly properties: Readonly<Record<string, unknown>> };

/** The resources of a type, whatever they are called. */
export function byType(resources: Resources, type: string): readonly Resource[] {
  return Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties: properties }]) => ({ id, properties }));
}

/** Whether a value holds a Ref or Fn::GetAtt of a resource. */
export function refersTo(value: unknown, id: string): boolean {
  const text = JSON.stringify(value) ?? '';
  return text.includes(`{"Ref":"${id}"}`) || text.includes(`{"Fn::GetAtt":["${id}",`);
}

/** The resource of a type that a value refers to. */
export function find(resources: Resources, type: string, value: unknown): Resource | undefined {
  return byType(resources, type).find(({ id }) => refersTo(value, id));
}

/** Dead-letter queues whose visible messages raise an alarm. */
export function alarmedQueues(resources: Resources): readonly string[] {
  const alarms = byType(resources, 'AWS::CloudWatch::Alarm').filter(
    ({ properties }) => properties.MetricName === 'ApproximateNumberOfMessagesVisible',
  );
  return byType(resources, 'AWS::SQS::Queue')
    .map(({ id }) => id)
    .filter((id) => alarms.some(({ properties }) => refersTo(properties.Dimensions, id)));
}

/** The metrics of a resource that raise an alarm. */
export function alarmsOf(resources: Resources, id: string): readonly unknown[] {
  return byType(resources, 'AWS::CloudWatch::Alarm')
    .filter(({ properties }) => refersTo(properties.Dimensions, id))
    .map(({ properties }) => properties.MetricName);
}

/** What reads queues and streams for functions. Brokers are apart: Lambda takes no partial failure of their messages. */
export function mappingsOf(resources: Resources): readonly Resource[] {
  return byType(resources, 'AWS::Lambda::EventSourceMapping').filter(({ properties }) => !('Queues' in properties));
}

export type Statement = { readonly where: string; readonly statement: Readonly<Record<string, unknown>> };

/** Every statement of every policy of a role. */
export function policyStatements(resources: Resources): readonly Statement[] {
  return byType(resources, 'AWS::IAM::Role').flatMap(({ id, properties }) =>
    statementsIn(properties.Policies).map((statement) => ({ where: id, statement })),
  );
}

function statementsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (!isRecord(value)) return [];
  if ('Effect' in value) return [value];
  return Object.values(value).flatMap(statementsIn);
}

/** All texts in a value. */
export function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return isRecord(value) ? Object.values(value).flatMap(strings) : [];
}

const nameProperties = [
  'FunctionName',
  'RoleName',
  'QueueName',
  'Name',
  'AlarmName',
  'BucketName',
  'DeliveryStreamName',
  'TableName',
];

/** The names that resources are given, with a region, an account and a stage as long as they come. */
export function names(resources: Resources): readonly { readonly id: string; readonly name: string }[] {
  return Object.entries(resources).flatMap(([id, { Properties: properties }]) =>
    nameProperties.flatMap((property) => {
      const name = joined(properties[property]);
      return name === '' ? [] : [{ id, name }];
    }),
  );
}

/** What a resource is called; '' where it has no name of its own. */
export function nameOf(properties: Readonly<Record<string, unknown>>): string {
  const input = properties.DatabaseInput;
  const named = [...nameProperties, 'LogGroupName'].map((property) => joined(properties[property]));
  return named.find((name) => name !== '') ?? (isRecord(input) ? joined(input.Name) : '');
}

function joined(value: unknown): string {
  if (typeof value === 'string')
    return value.replace(/\$\{AWS::AccountId\}/g, '123456789012').replace(/\$\{AWS::Region\}/g, 'ap-southeast-2');
  if (!isRecord(value)) return '';
  if (value.Ref === 'AWS::Region') return 'ap-southeast-2';
  if (typeof value['Fn::Sub'] === 'string') return joined(value['Fn::Sub']);
  const join = value['Fn::Join'];
  if (!Array.isArray(join) || !Array.isArray(join[1])) return '';
  return join[1].map(joined).join(String(join[0]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
