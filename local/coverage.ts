import { z } from 'zod';
import type { Service } from './kernel/service.ts';
import { functionCoverage } from './sql/functions/registry.ts';

const fullNames: Readonly<Record<string, string>> = {
  athena: 'Athena',
  cloudformation: 'CloudFormation',
  dynamodb: 'DynamoDB (by dynalite)',
  events: 'EventBridge',
  firehose: 'Data Firehose',
  glue: 'Glue Data Catalog',
  iam: 'IAM',
  kinesis: 'Kinesis Data Streams',
  kms: 'KMS',
  lakeformation: 'Lake Formation',
  lambda: 'Lambda',
  logs: 'CloudWatch Logs',
  monitoring: 'CloudWatch',
  'redshift-data': 'Redshift Data API (by PGlite or PostgreSQL)',
  s3: 'S3',
  's3-control': 'S3 Batch Operations (replication)',
  secretsmanager: 'Secrets Manager',
  ses: 'SES (v2)',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'Systems Manager Parameter Store',
  sts: 'STS',
};

/** The page of what the local cloud covers, in Markdown, from the services as they are built. */
export function coveragePage(services: readonly Service[]): string {
  const sorted = services.toSorted((a, b) => a.name.localeCompare(b.name));
  return `# What the local cloud covers

Made from the code by \`npm run coverage\`; a test keeps it true. What is not named here is refused with an error that names it.
${sorted.map(serviceSection).join('')}${sqlSection()}`;
}

function sqlSection(): string {
  const { covered, refused } = functionCoverage();
  return `
## SQL

Athena's statements: SELECT over Hive tables (Parquet, JSON by both SerDes, CSV, delimited text; partitions and projection), Iceberg
tables and federated catalogs; Hive DDL; views; CTAS, INSERT, UNLOAD; MERGE, UPDATE, DELETE, OPTIMIZE and VACUUM of Iceberg tables;
EXPLAIN; parameters. Refused as NOT_SUPPORTED: MATCH_RECOGNIZE, TABLESAMPLE, JSON_TABLE, time travel, ORC and Avro files, times
finer than microseconds.

${covered.length} of the ${covered.length + refused.length} functions that Athena has; operators and special forms beside them. Refused:
${refused.join(', ')}.
`;
}

function serviceSection({ name, operations, resources = [] }: Service): string {
  const names = operations.map((operation) => operation.name).toSorted();
  const calls =
    names.length === 0 ? '' : `\n${names.length} operation${names.length === 1 ? '' : 's'}: ${names.join(', ')}.\n`;
  const types = resources
    .toSorted((a, b) => a.type.localeCompare(b.type))
    .map(({ type, schema }) => `| \`${type}\` | ${coveredProperties(schema).join(', ')} |`);
  const table = types.length === 0 ? '' : `\n| resource type | properties |\n| --- | --- |\n${types.join('\n')}\n`;
  return `\n## ${fullNames[name] ?? name}\n${calls}${table}`;
}

/** The properties of a resource type that its schema knows. */
export function coveredProperties(schema: z.ZodType): readonly string[] {
  const document: unknown = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const properties = z.object({ properties: z.record(z.string(), z.unknown()).default({}) }).parse(document).properties;
  return Object.keys(properties).toSorted();
}
