import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ConfigurationError } from '@tributary/shared/environment.ts';
import * as z from 'zod';

/** Reads a secret that is a JSON object, by a schema. What goes wrong is told without a word of its content. */
export async function readSecret<S extends z.ZodType>(
  client: Pick<SecretsManagerClient, 'send'>,
  secretId: string,
  schema: S,
): Promise<z.infer<S>> {
  const { SecretString: text = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  const read = schema.safeParse(parse(text, secretId));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, code }) => `${path.join('.') || 'the whole'} (${code})`);
  throw new ConfigurationError(`Secret ${secretId} is not what is expected: ${faults.join(', ')}`);
}

function parse(text: string, secretId: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's error would quote the secret.
    throw new ConfigurationError(`Secret ${secretId} is not JSON`);
  }
}

/** The secret's part that hashes need. */
export const saltSecret = z.object({ salt: z.string().min(16) });
