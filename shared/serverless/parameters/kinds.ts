type Kind = { readonly pattern: RegExp; readonly example: string };

const listOf = (pattern: string) => new RegExp(`^${pattern}(?:, ?${pattern})*$`);

/** Texts that parameters may hold. None needs to be given where the default is empty. */
const kinds = {
  brokerArn: {
    pattern: /^arn:aws[a-z-]*:mq:[a-z0-9-]+:\d{12}:broker:[^:]+:b-[a-zA-Z0-9-]+$/,
    example: 'arn:aws:mq:eu-west-1:123456789012:broker:NAME:b-ID',
  },
  secretArn: {
    pattern: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+-[a-zA-Z0-9]{6}$/,
    example: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:NAME-AbCdEf',
  },
  account: { pattern: /^\d{12}$/, example: '123456789012' },
  bucketName: { pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, example: 'tributary-raw-dev-123456789012' },
  keyPrefixes: { pattern: listOf('[\\w!.*()-]+/(?:[\\w!.*()=/-]*)'), example: 'raw/,parked/' },
  // https://docs.aws.amazon.com/athena/latest/ug/federated-catalog…: the connector's function is named for the catalog
  catalogName: { pattern: /^[a-z0-9_@-]{1,41}$/, example: 'crm' },
  databaseName: { pattern: /^[A-Za-z0-9_$-]{1,64}$/, example: 'crm' },
  port: { pattern: /^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])$/, example: '3306' },
  host: { pattern: /^(?!-)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.?$/, example: 'db.example.com' },
  // RabbitMQ takes 255 bytes
  queueNames: { pattern: /^[^\s,]{1,255}(,[^\s,]{1,255})*$/, example: 'lake,orders' },
  virtualHost: { pattern: /^\S{1,255}$/, example: '/' },
  schedule: {
    pattern: /^(?:rate\((?:1 (?:minute|hour|day)|(?!1 )[1-9]\d* (?:minutes|hours|days))\)|cron\((?:\S+ ){5}\S+\))$/,
    example: 'rate(5 minutes)',
  },
  subnet: { pattern: /^subnet-[0-9a-f]{8,17}$/, example: 'subnet-0123456789abcdef0' },
  subnets: { pattern: listOf('subnet-[0-9a-f]{8,17}'), example: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1' },
  sourceNames: { pattern: listOf('[a-z][a-z0-9-]{0,30}'), example: 'shop,crm' },
  certificateArn: {
    pattern: /^arn:aws[a-z-]*:dms:[a-z0-9-]+:\d{12}:cert:[A-Za-z0-9-]+$/,
    example: 'arn:aws:dms:eu-west-1:123456789012:cert:NAME',
  },
  // A comma, which names of IAM may have, parts them here
  principals: {
    pattern: listOf('arn:aws[a-z-]*:iam::\\d{12}:(?:root|(?:role|user)/[\\w+=.@/-]{1,500})'),
    example: 'arn:aws:iam::123456789012:role/people,arn:aws:iam::123456789012:user/ada',
  },
  quickSightPrincipal: {
    pattern: /^arn:aws[a-z-]*:quicksight:[a-z0-9-]+:\d{12}:(?:user|group)\/[\w.-]+\/[\w+=.@/-]{1,500}$/,
    example: 'arn:aws:quicksight:eu-west-1:123456789012:group/default/analysts',
  },
  email: { pattern: /^[^\s@,;]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, example: 'on-call@example.com' },
  emails: {
    pattern: listOf('[^\\s@,;]{1,64}@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+'),
    example: 'ada@example.com,reports@example.com',
  },
  dashboards: { pattern: listOf('[a-z][a-z0-9_-]{0,63}'), example: 'integrations,operations' },
  fileName: { pattern: /^[a-z0-9][\w-]*\.yml$/, example: 'example.yml' },
  roleArn: {
    pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,500}$/,
    example: 'arn:aws:iam::123456789012:role/copies',
  },
  workgroups: {
    pattern: listOf('[a-z0-9-]{3,64}=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'),
    example: 'reporting=0a1b2c3d-0000-4000-8000-0123456789ab',
  },
  securityGroups: { pattern: listOf('sg-[0-9a-f]{8,17}'), example: 'sg-0123456789abcdef0' },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof kinds;

export const kindNames = [
  'brokerArn',
  'account',
  'bucketName',
  'keyPrefixes',
  'secretArn',
  'catalogName',
  'databaseName',
  'port',
  'host',
  'queueNames',
  'virtualHost',
  'schedule',
  'subnet',
  'subnets',
  'securityGroups',
  'sourceNames',
  'certificateArn',
  'principals',
  'quickSightPrincipal',
  'email',
  'emails',
  'dashboards',
  'fileName',
  'roleArn',
  'workgroups',
] as const satisfies readonly KindName[];

export function kindOf(name: KindName): Kind {
  return kinds[name];
}
