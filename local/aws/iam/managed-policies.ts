/** The AWS managed policies that Serverless templates attach: ARN without `arn:aws:iam::aws:policy`, and what it allows. */
type Grant = { readonly actions: readonly string[]; readonly resources?: readonly string[] };

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const networkInterfaces = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

const grants: Readonly<Record<string, readonly Grant[]>> = {
  '/AdministratorAccess': [{ actions: ['*'] }],
  '/service-role/AWSLambdaBasicExecutionRole': [{ actions: logs }],
  '/service-role/AWSLambdaVPCAccessExecutionRole': [{ actions: [...logs, ...networkInterfaces] }],
  '/service-role/AWSLambdaSQSQueueExecutionRole': [
    { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...logs] },
  ],
  '/service-role/AWSLambdaKinesisExecutionRole': [
    {
      actions: [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
        'kinesis:ListStreams',
        'kinesis:SubscribeToShard',
        ...logs,
      ],
    },
  ],
  '/service-role/AWSLambdaDynamoDBExecutionRole': [
    {
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
        ...logs,
      ],
    },
  ],
  '/service-role/AWSLambdaRole': [{ actions: ['lambda:InvokeFunction'] }],
  '/service-role/AWSGlueServiceRole': [
    { actions: ['glue:*', 's3:GetBucketLocation', 's3:ListBucket', 's3:ListAllMyBuckets', 's3:GetBucketAcl'] },
    { actions: logs, resources: ['arn:aws:logs:*:*:*:/aws-glue/*'] },
    {
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      resources: ['arn:aws:s3:::aws-glue-*/*', 'arn:aws:s3:::*/*aws-glue-*/*'],
    },
  ],
  '/service-role/AmazonDMSCloudWatchLogsRole': [{ actions: ['logs:Describe*', ...logs] }],
  '/service-role/AmazonDMSVPCManagementRole': [{ actions: networkInterfaces }],
  '/AWSXRayDaemonWriteAccess': [
    {
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:GetSamplingStatisticSummaries',
      ],
    },
  ],
  '/AWSXrayWriteOnlyAccess': [{ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] }],
  '/CloudWatchLambdaInsightsExecutionRolePolicy': [
    { actions: logs, resources: ['arn:aws:logs:*:*:log-group:/aws/lambda-insights:*'] },
  ],
  '/AmazonS3FullAccess': [{ actions: ['s3:*', 's3-object-lambda:*'] }],
  '/AmazonS3ReadOnlyAccess': [{ actions: ['s3:Get*', 's3:List*', 's3:Describe*'] }],
  '/AmazonSQSFullAccess': [{ actions: ['sqs:*'] }],
  '/AmazonKinesisFullAccess': [{ actions: ['kinesis:*'] }],
  '/AmazonKinesisFirehoseFullAccess': [{ actions: ['firehose:*'] }],
  '/AmazonEventBridgeFullAccess': [{ actions: ['events:*', 'schemas:*', 'scheduler:*', 'pipes:*'] }],
  '/CloudWatchLogsFullAccess': [{ actions: ['logs:*'] }],
  '/AmazonSSMReadOnlyAccess': [{ actions: ['ssm:Describe*', 'ssm:Get*', 'ssm:List*'] }],
  '/SecretsManagerReadWrite': [{ actions: ['secretsmanager:*'] }],
};

const prefix = 'arn:aws:iam::aws:policy';

/** The document of an AWS managed policy, or undefined when the local cloud does not know it. */
export function managedPolicyDocument(arn: string): string | undefined {
  const found = arn.startsWith(prefix) ? grants[arn.slice(prefix.length)] : undefined;
  if (found === undefined) return undefined;
  const statements = found.map(({ actions, resources = ['*'] }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
