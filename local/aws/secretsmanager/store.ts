import { join } from 'node:path';
import { openJournal } from '../../kernel/journal.ts';

/** A value is text or base64 of bytes; stages are AWSCURRENT and AWSPREVIOUS. */
export type SecretVersion = {
  readonly id: string;
  readonly text?: string | undefined;
  readonly base64?: string | undefined;
  readonly createdAt: number;
  readonly stages: readonly string[];
};

export type Secret = {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Set while the secret waits for its deletion. */
  readonly deletionAt?: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: readonly SecretVersion[];
};

export type SecretStore = ReturnType<typeof openSecretStore>;

/** Secrets by name. */
export function openSecretStore(stateDir: string) {
  return openJournal<Secret>(join(stateDir, 'secretsmanager', 'secrets.jsonl'));
}
