import type { Crawler } from './read-crawlers.ts';

export type Naming = {
  /** `<service>-<stage>`, what names begin with. */
  readonly service: string;
  readonly region: string;
  /** With `${AWS::AccountId}`. */
  readonly buckets: Readonly<Record<Crawler['bucket'], string>>;
  readonly databases: Readonly<Record<Crawler['database'], string>>;
  readonly retrySeconds: number;
  readonly maxReceives: number;
};

/** A role that one crawler has: its folders to read, its database to write, its log. */
export function crawlerRole(crawler: Crawler, { service, region, buckets, databases }: Naming): object {
  const bucket = `arn:\${AWS::Partition}:s3:::${buckets[crawler.bucket]}`;
  const database = databases[crawler.database];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: `${service}-crawl-${crawler.name}-${region}`,
      Description: `Crawls ${crawler.folders.join(', ')}`,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'crawl',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              allow(
                ['s3:GetObject'],
                crawler.folders.map((folder) => `${bucket}/${folder}*`),
              ),
              allow(['s3:GetBucketLocation'], [bucket]),
              {
                ...allow(['s3:ListBucket'], [bucket]),
                Condition: { StringLike: { 's3:prefix': crawler.folders.flatMap(prefixes) } },
              },
              allow(
                tableActions,
                ['catalog', `database/${database}`, `table/${database}/*`].map((each) => own('glue', each)),
              ),
              allow(logActions, [
                own('logs', 'log-group:/aws-glue/crawlers'),
                own('logs', 'log-group:/aws-glue/crawlers:*'),
              ]),
            ],
          },
        },
      ],
    },
  };
}

/** What a crawler does that neither deletes nor updates what is there, but for the numbers in a table's parameters. */
const tableActions = [
  'glue:BatchCreatePartition',
  'glue:BatchGetPartition',
  'glue:CreatePartitionIndex',
  'glue:CreateTable',
  'glue:GetDatabase',
  'glue:GetPartition',
  'glue:GetPartitionIndexes',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTables',
  'glue:UpdateTable',
];

const logActions = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** The folder with its slash and without: Glue asks for either. */
function prefixes(folder: string): readonly string[] {
  return [folder.slice(0, -1), `${folder}*`];
}

function allow(actions: readonly string[], resources: readonly string[]): object {
  return { Effect: 'Allow', Action: actions, Resource: resources.map((resource) => ({ 'Fn::Sub': resource })) };
}

function own(service: string, resource: string): string {
  return `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
}
