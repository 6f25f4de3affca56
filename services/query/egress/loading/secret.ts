import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { DatabaseError } from './load-errors.ts';

const text = z.string().min(1);

/** As Secrets Manager writes the secrets of databases, or in plainer words. */
const shape = z
  .object({
    host: text,
    port: z.coerce.number().int().min(1).max(65_535).optional(),
    ...{ user: text.optional(), username: text.optional() },
    password: z.string(),
    ...{ database: text.optional(), dbname: text.optional() },
    /** Certificates (PEM) of the authority, where it is not one of the public ones: RDS's is not. */
    ca: text.optional(),
  })
  .transform((read, context) => {
    const user = read.user ?? read.username;
    const database = read.database ?? read.dbname;
    if (user !== undefined && database !== undefined) return { ...read, user, database };
    context.issues.push({
      code: 'custom',
      input: undefined,
      path: [user === undefined ? 'user' : 'database'],
      message: 'is missing',
    });
    return z.NEVER;
  });

/** Where a database is, and who we are there. */
export type Access = {
  readonly host: string;
  readonly port?: number | undefined;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ca?: string | undefined;
};

/** Reads a secret; throws DatabaseError that names what is wrong in it, and no word of it. */
export function createReadSecret(client: Pick<SecretsManagerClient, 'send'>) {
  return async function readSecret(id: string): Promise<Access> {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    const read = shape.safeParse(jsonOf(SecretString));
    if (read.success) return read.data;
    const wrong = [...new Set(read.error.issues.map(({ path }) => path.join('.') || 'it is no JSON object'))];
    throw new DatabaseError(
      `The secret ${id} is not {"host", "port", "user", "password", "database"}: ${wrong.join(', ')}`,
      false,
    );
  };
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
