import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ConfigurationError } from '@tributary/shared/environment.ts';
import * as z from 'zod';

/** The address that a chat is told at. Throws ConfigurationError, without a word of the secret, where there is none by https. */
export type FindWebhook = () => Promise<URL>;

const content = z.object({ url: z.url({ protocol: /^https$/ }) });
const keptMs = 300_000;

/** Reads the secret once in five minutes: an address that somebody changed counts soon. */
export function createFindWebhook(
  client: Pick<SecretsManagerClient, 'send'>,
  secretId: string,
  now: () => number,
): FindWebhook {
  let known: { readonly url: URL; readonly at: number } | undefined;
  return async function findWebhook() {
    if (known !== undefined && now() - known.at < keptMs) return known.url;
    const { SecretString: text = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    const read = content.safeParse(parsed(text));
    if (!read.success)
      throw new ConfigurationError(
        `The secret ${secretId} holds no webhook: put in {"url":"https://…"}, with aws secretsmanager put-secret-value`,
      );
    known = { url: new URL(read.data.url), at: now() };
    return known.url;
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
