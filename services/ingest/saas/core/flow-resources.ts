import { connectors } from './connectors.ts';
import type { Flow } from './read-flows.ts';

type Naming = { readonly service: string };

/** The flows as resources. `service` is what names begin with. */
export function flowResources(flows: readonly Flow[], { service }: Naming): Readonly<Record<string, object>> {
  return Object.fromEntries(flows.map((flow) => [idOf(flow), flowResource(flow, service)]));
}

function flowResource(flow: Flow, service: string): object {
  const { source, object, connector, profile, incremental } = flow;
  const key = connectors[connector];
  return {
    Type: 'AWS::AppFlow::Flow',
    // AppFlow tries to write when a flow is made
    DependsOn: ['RawBucketPolicy'],
    Properties: {
      FlowName: `${service}-${source}-${object}`.replaceAll('_', '-'),
      Description: `${flow.entity} of ${source} to raw/saas/${source}/${object}/`,
      SourceFlowConfig: {
        ConnectorType: connector,
        ConnectorProfileName: profile,
        SourceConnectorProperties: {
          [key]: connector === 'CustomConnector' ? { EntityName: flow.entity } : { Object: flow.entity },
        },
        ...(incremental !== undefined && { IncrementalPullConfig: { DatetimeTypeFieldName: incremental } }),
      },
      DestinationFlowConfigList: [{ ConnectorType: 'S3', DestinationConnectorProperties: { S3: destination(flow) } }],
      Tasks: tasks(flow, key),
      ...trigger(flow),
    },
  };
}

/**
 * `<prefix>/<flow>/<day>/<file>`: AppFlow puts a folder of the flow's name, which is the account's, behind the prefix; what follows is the day
 * alone, without the run's, so that files lie in partitions. https://docs.aws.amazon.com/appflow/1.0/APIReference/API_PrefixConfig.html
 */
function destination({ source, object }: Flow): object {
  return {
    BucketName: { Ref: 'RawBucket' },
    BucketPrefix: `raw/saas/${source}/${object}`,
    S3OutputFormatConfig: {
      FileType: 'JSON',
      PrefixConfig: { PrefixType: 'PATH', PrefixFormat: 'DAY' },
      AggregationConfig: { AggregationType: 'SingleFile' },
    },
  };
}

function tasks({ fields }: Flow, key: string): readonly object[] {
  if (fields === undefined)
    return [
      {
        TaskType: 'Map_all',
        SourceFields: [],
        ConnectorOperator: { [key]: 'NO_OP' },
        TaskProperties: [{ Key: 'EXCLUDE_SOURCE_FIELDS_LIST', Value: '[]' }],
      },
    ];
  return [
    { TaskType: 'Filter', SourceFields: fields, ConnectorOperator: { [key]: 'PROJECTION' } },
    ...fields.map((field) => ({
      TaskType: 'Map',
      SourceFields: [field],
      DestinationField: field,
      ConnectorOperator: { [key]: 'NO_OP' },
    })),
  ];
}

function trigger({ schedule, incremental }: Flow): object {
  if (schedule === undefined) return { TriggerConfig: { TriggerType: 'OnDemand' } };
  const DataPullMode = incremental === undefined ? 'Complete' : 'Incremental';
  return {
    FlowStatus: 'Active',
    TriggerConfig: {
      TriggerType: 'Scheduled',
      TriggerProperties: { ScheduleExpression: schedule, DataPullMode },
    },
  };
}

/** What lets AppFlow write to raw/saas/ of the raw bucket. https://docs.aws.amazon.com/appflow/latest/userguide/s3-policies-management.html */
export function bucketStatement(flows: readonly Flow[]): object {
  if (flows.length === 0) return { Ref: 'AWS::NoValue' };
  return {
    Sid: 'AppFlow',
    Effect: 'Allow',
    Principal: { Service: 'appflow.amazonaws.com' },
    Action: [
      's3:AbortMultipartUpload',
      's3:GetBucketAcl',
      's3:ListBucketMultipartUploads',
      's3:ListMultipartUploadParts',
      's3:PutObject',
      's3:PutObjectAcl',
    ],
    Resource: [{ 'Fn::GetAtt': ['RawBucket', 'Arn'] }, { 'Fn::Sub': `\${RawBucket.Arn}/raw/saas/*` }],
    Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  };
}

/** Logical ids have letters and digits only. */
function idOf({ source, object }: Flow): string {
  return `SaasFlow${[source, object].map(capital).join('')}`;
}

function capital(text: string): string {
  return text.replace(
    /(^|_+)([a-z0-9]?)/g,
    (_, line: string, first: string) => `${'Line'.repeat(line.length)}${first.toUpperCase()}`,
  );
}
