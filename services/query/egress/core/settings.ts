import { type Parameter, readNetwork } from '@tributary/shared/deployment/network.ts';
import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import { allow, type Statement, secretArn } from './allow.ts';
import { type Copied, copiesOf } from './copy.ts';
import type { DatabaseDestination, Destination, S3Destination } from './egress.ts';
import { allowRedshift } from './redshift/allow-redshift.ts';
import { statementName } from './redshift/names.ts';

export type EgressSettings = {
  /** What a rule says of the tables that are copied. */
  readonly tables: Pattern;
  /** Of the function that reaches databases; false is Serverless's word for none. */
  readonly vpc: ReturnType<typeof readNetwork> | false;
  /** Of the same: reading the secrets that are named, each alone. */
  readonly secrets: readonly Statement[];
  /** Of the function that starts UNLOAD: writing below each prefix. */
  readonly folders: readonly Statement[];
  /** Of the same: statements in each workgroup and cluster that is named. */
  readonly redshift: readonly Statement[];
  /** What a rule says of the names of those statements. */
  readonly statements: Pattern;
};

type Pattern = readonly (string | { readonly prefix: string })[];

/** Where nothing is copied: the name of none. */
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
  const workGroup = String(await resolve('self:custom.names.egressWorkGroup'));
  const copies = copiesOf(datasets);
  const destinations = copies.map(({ destination }) => destination);
  const secrets = destinations.flatMap((each) => (isDatabase(each) ? [secretArn(each.secret)] : []));
  const inS3 = destinations.flatMap((each) => (each.to === 's3' ? [each] : []));
  const inRedshift = destinations.flatMap((each) => (each.to === 'redshift' ? [each] : []));
  const network = readNetwork(await parameter('egressSubnetIds'), await parameter('egressSecurityGroupIds'));
  return {
    tables: pattern(
      copies.map(({ dataset }) => dataset),
      '',
    ),
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
    redshift: allowRedshift(inRedshift, {
      ids: await parameter('redshiftWorkgroups'),
      isLocal: (await resolve('sls:stage')) === 'local',
    }),
    statements: pattern(
      copies.filter(({ destination }) => destination.to === 'redshift').map(({ id }) => statementName(workGroup, id)),
      statementName(workGroup, ''),
    ),
  };
}

/** Those names and no others, or all that begin so where they have no room. */
function pattern(names: readonly string[], prefix: string): Pattern {
  const each = [...new Set(names)].toSorted();
  if (each.length === 0) return nothing;
  return JSON.stringify(each).length > maxCharacters ? [{ prefix }] : each;
}

function isDatabase(destination: Destination): destination is DatabaseDestination {
  return destination.to === 'mysql' || destination.to === 'postgresql';
}

const finds = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
const writes = [
  's3:PutObject',
  's3:GetObject',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
];

const bucketArn = (bucket: string) => `arn:\${AWS::Partition}:s3:::${bucket}`;

function folderArn({ bucket, prefix }: S3Destination, { lake, other }: Buckets): string {
  if (bucket === 'lake') return `${bucketArn(lake)}/egress/${prefix}*`;
  if (other.value !== '') return `${bucketArn(other.value)}/${prefix}*`;
  throw new ParameterError(other.name, other.value, `the name of a bucket, as ${prefix} goes to \`bucket: other\``);
}
