import { z } from 'zod';

/** The connectors that the local cloud can stand in for. Both run in a VPC: their templates have subnets and groups without a default. */
export const connectors = { MYSQL: 'mysql', POSTGRESQL: 'postgresql' } as const;

const port = z.union([z.number().int(), z.string().regex(/^\d{1,5}$/)]).transform(Number);

/**
 * What Athena takes as connection-properties of a database: keys in any case. The secret is told by its whole ARN, whose last six
 * characters the connector cuts off to have its name; a secret's name is no property.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateDataCatalog.html, and create_connector of the connectors' own tests:
 * https://github.com/awslabs/aws-athena-query-federation
 */
const schema = z.strictObject({
  host: z.string().min(1),
  port,
  database: z.string().min(1),
  secretarn: z.string().regex(/^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+-[A-Za-z0-9]{6}$/, {
    error: 'Invalid ARN of a secret',
  }),
  subnetid: z.string().regex(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, { error: 'Invalid ID of a subnet' }),
  securitygroupidlist: z
    .array(z.string().regex(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, { error: 'Invalid ID of a security group' }))
    .min(1),
  spill_bucket: z.string().min(3),
  spill_prefix: z.string().optional(),
  disable_spill_encryption: z.enum(['true', 'false']).optional(),
  kms_key_id: z.string().optional(),
  jdbc_params: z.string().optional(),
  description: z.string().optional(),
});

export type ConnectionProperties = z.infer<typeof schema>;

/** Reads the JSON text of connection-properties; gives what is wrong with it instead, in words. */
export function readConnectionProperties(text: string): ConnectionProperties | { readonly wrong: string } {
  const json = readJson(text);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return { wrong: 'it is no JSON object' };
  const lower = Object.fromEntries(Object.entries(json).map(([key, value]) => [key.toLowerCase(), value]));
  const parsed = schema.safeParse(lower);
  return parsed.success ? parsed.data : { wrong: z.prettifyError(parsed.error) };
}

/** A text's JSON; undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
