import { z } from 'zod';
import { type ResourceType, resourceType } from '../../kernel/resource.ts';

/** Types that the local cloud knows and cannot run: the stack keeps them, an event says so. With the attributes that Fn::GetAtt may ask. */
const recorded: Readonly<Record<string, readonly string[]>> = {
  'AWS::AppFlow::ConnectorProfile': ['ConnectorProfileArn', 'CredentialsArn'],
  'AWS::AppFlow::Flow': ['FlowArn'],
  'AWS::AmazonMQ::Broker': ['Arn', 'ConfigurationId'],
  'AWS::AmazonMQ::Configuration': ['Arn', 'Id'],
  'AWS::AmazonMQ::ConfigurationAssociation': [],
  'AWS::Budgets::Budget': [],
  'AWS::DMS::DataMigration': ['DataMigrationArn'],
  'AWS::DMS::Endpoint': ['ExternalId'],
  'AWS::DMS::EventSubscription': [],
  'AWS::DMS::ReplicationConfig': ['ReplicationConfigArn'],
  'AWS::DMS::ReplicationInstance': ['ReplicationInstancePrivateIpAddresses', 'ReplicationInstancePublicIpAddresses'],
  'AWS::DMS::ReplicationSubnetGroup': [],
  'AWS::DMS::ReplicationTask': [],
  'AWS::EMRServerless::Application': ['ApplicationId', 'Arn'],
  'AWS::LakeFormation::DataLakeSettings': [],
  'AWS::QuickSight::Analysis': ['Arn'],
  'AWS::QuickSight::Dashboard': ['Arn'],
  'AWS::QuickSight::DataSet': ['Arn'],
  'AWS::QuickSight::DataSource': ['Arn'],
  'AWS::QuickSight::RefreshSchedule': ['Arn'],
  'AWS::QuickSight::Template': ['Arn'],
  'AWS::QuickSight::Theme': ['Arn'],
  'AWS::Redshift::Cluster': ['Id', 'ClusterNamespaceArn', 'Endpoint.Address', 'Endpoint.Port'],
  'AWS::Redshift::ClusterParameterGroup': [],
  'AWS::Redshift::ClusterSubnetGroup': ['ClusterSubnetGroupName'],
  'AWS::RedshiftServerless::Namespace': ['Namespace.NamespaceArn', 'Namespace.NamespaceName'],
  'AWS::RedshiftServerless::Workgroup': [
    'Workgroup.WorkgroupArn',
    'Workgroup.WorkgroupName',
    'Workgroup.Endpoint.Address',
  ],
};

export const recordedReason = 'recorded, not run locally';

/** Whether a type is kept without being run. */
export function isRecorded(type: string): boolean {
  return recorded[type] !== undefined;
}

/** The handlers of a recorded type: a physical id and attributes, and nothing else. Undefined for any other type. */
export function recordedType(type: string): ResourceType | undefined {
  const attributes = recorded[type];
  if (!attributes) return undefined;
  return resourceType(type, {
    schema: z.record(z.string(), z.json()),
    replaceOn: [],
    create: async (_properties, { generatedName }, { cloud }) => {
      const arn = arnOf(type, generatedName, cloud);
      const physicalId = refIsArn.has(type) ? arn : generatedName;
      const value = (name: string) => (name.endsWith('Arn') ? arn : generatedName);
      return { physicalId, attributes: Object.fromEntries(attributes.map((name) => [name, value(name)])) };
    },
    update: async (current) => current,
    remove: async () => {},
  });
}

/** Types whose Ref is an ARN. */
const refIsArn = new Set([
  'AWS::DMS::Endpoint',
  'AWS::DMS::ReplicationInstance',
  'AWS::DMS::ReplicationTask',
  'AWS::DMS::ReplicationConfig',
]);

/** What ARNs of DMS call their resource, behind a colon. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Introduction.AWS.ARN.html */
const dmsKinds: Readonly<Record<string, string>> = {
  'AWS::DMS::DataMigration': 'data-migration',
  'AWS::DMS::Endpoint': 'endpoint',
  'AWS::DMS::ReplicationConfig': 'replication-config',
  'AWS::DMS::ReplicationInstance': 'rep',
  'AWS::DMS::ReplicationTask': 'task',
};

function arnOf(type: string, name: string, { account, region }: { account: string; region: string }): string {
  if (type === 'AWS::EMRServerless::Application')
    return `arn:aws:emr-serverless:${region}:${account}:/applications/${name}`;
  const [, service = '', kind = ''] = type.toLowerCase().split('::');
  const ofDms = dmsKinds[type];
  const resource = ofDms !== undefined ? `${ofDms}:${name}` : `${kind}/${name}`;
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
