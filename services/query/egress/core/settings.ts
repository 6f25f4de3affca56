import { type Parameter, readNetwork } from '@tributary/shared/deployment/network.ts';
import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import { type Copied, type Copy, copiesOf } from './copy.ts';
import type { S3Destination } from './egress.ts';

type Statement = {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: readonly unknown[];
};

export type EgressSettings = {
  /** What a rule says of the tables that are copied. */
  readonly tables: readonly (string | { readonly prefix: string })[];
  /** Of the function that reaches databases; false is Serverless's word for none. */
  readonly vpc: ReturnType<typeof readNetwork> | false;
  /** Of the same: reading the secrets that are named, each alone. */
  readonly secrets: readonly Statement[];
  /** Of the function that starts UNLOAD: writing below each prefix. */
  readonly folders: readonly Statement[];
};

/** Where nothing is copied: the name of no table. */
const nothing = ['-'];
// An event pattern has at most 2,048 characters: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
const maxCharacters = 1_500;

type Buckets = { readonly lake: string; readonly other: Parameter };

/**
 * What the declared copies and the parameters come to in the template; throws for those that cannot be. `resolve` finds a variable of the
 * framework's by its address.
 */
export async function readEgressSettings(
  datasets: readonly Copied[],
  resolve: (address: string) => Promise<unknown>,
): Promise<EgressSettings> {
  const parameter = async (name: string) => ({ name, value: String(await resolve(`param:${name}`)) });
  const buckets = {
    lake: String(await resolve('self:custom.names.lakeBucket')),
    other: await parameter('egressBucket'),
  };
  const copies = copiesOf(datasets);
  const destinations = copies.map(({ destination }) => destination);
  const secrets = destinations.flatMap((each) => (each.to === 's3' ? [] : [secretArn(each.secret)]));
  const inS3 = destinations.flatMap((each) => (each.to === 's3' ? [each] : []));
  const network = readNetwork(await parameter('egressSubnetIds'), await parameter('egressSecurityGroupIds'));
  return {
    tables: tablePattern(copies),
    vpc: network ?? false,
    secrets: allow('secretsmanager:GetSecretValue', secrets),
    folders: [
      ...allow(
        writes,
        inS3.map((each) => folderArn(each, buckets)),
      ),
      ...allow(
        finds,
        inS3.flatMap(({ bucket }) => (bucket === 'other' ? [bucketArn(buckets.other.value)] : [])),
      ),
    ],
  };
}

function tablePattern(copies: readonly Copy[]): EgressSettings['tables'] {
  const tables = [...new Set(copies.map(({ dataset }) => dataset))].toSorted();
  if (tables.length === 0) return nothing;
  return JSON.stringify(tables).length > maxCharacters ? [{ prefix: '' }] : tables;
}

const finds = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
const writes = [
  's3:PutObject',
  's3:GetObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
];

function allow(Action: Statement['Action'], names: readonly string[]): readonly Statement[] {
  const Resource = [...new Set(names)].toSorted().map((name) => ({ 'Fn::Sub': name }));
  return Resource.length === 0 ? [] : [{ Effect: 'Allow', Action, Resource }];
}

/** Secrets Manager ends the name by six characters. */
function secretArn(name: string): string {
  return `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${name}-??????`;
}

const bucketArn = (bucket: string) => `arn:\${AWS::Partition}:s3:::${bucket}`;

function folderArn({ bucket, prefix }: S3Destination, { lake, other }: Buckets): string {
  if (bucket === 'lake') return `${bucketArn(lake)}/egress/${prefix}*`;
  if (other.value !== '') return `${bucketArn(other.value)}/${prefix}*`;
  throw new ParameterError(other.name, other.value, `the name of a bucket, as ${prefix} goes to \`bucket: other\``);
}
