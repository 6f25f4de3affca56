import type { Replicated, Settings } from './settings.ts';

/** In whose name S3 replicates, and in whose Batch Operations bring what is not there (docs/replication.md). */
export function replicationRoles({ buckets, roleName, service, stage }: Settings): Readonly<Record<string, object>> {
  return {
    ReplicationRole: role(roleName, 's3.amazonaws.com', buckets.flatMap(replicateStatements)),
    BatchReplicationRole: role(
      `${service}-${stage}-batch-replication-\${AWS::Region}`,
      'batchoperations.s3.amazonaws.com',
      buckets.flatMap(initiateStatements),
    ),
  };
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html. Buckets by their names: they name the role
function replicateStatements({ name, replica, prefixes, deleteMarkers }: Replicated): readonly object[] {
  return [
    allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], [name]),
    allow(
      ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      prefixes.map((prefix) => `${name}/${prefix}*`),
    ),
    allow(
      [
        's3:ReplicateObject',
        's3:ReplicateTags',
        's3:ObjectOwnerOverrideToBucketOwner',
        ...(deleteMarkers ? ['s3:ReplicateDelete'] : []),
      ],
      prefixes.map((prefix) => `${replica}/${prefix}*`),
    ),
  ];
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html
function initiateStatements({ name, prefixes }: Replicated): readonly object[] {
  return [
    allow(['s3:GetReplicationConfiguration', 's3:PutInventoryConfiguration'], [name]),
    allow(
      ['s3:InitiateReplication'],
      prefixes.map((prefix) => `${name}/${prefix}*`),
    ),
  ];
}

function allow(Action: readonly string[], resources: readonly string[]): object {
  return {
    Effect: 'Allow',
    Action,
    Resource: resources.map((resource) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${resource}` })),
  };
}

function role(name: string, principal: string, Statement: readonly object[]): object {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: { 'Fn::Sub': name },
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'replication', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  };
}
