import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { managedKeyPolicy } from './key-policy.ts';

export type Key = {
  readonly id: string;
  readonly description: string;
  readonly policy: string;
  readonly created: number;
  readonly enabled: boolean;
  readonly rotates: boolean;
  readonly manager: 'CUSTOMER' | 'AWS';
  /** When it ends, once that is scheduled. */
  readonly deletionAt?: number;
  readonly tags: Readonly<Record<string, string>>;
};

export type Alias = { readonly name: string; readonly keyId: string; readonly created: number };

/** Keys that only their policies are of: nothing is ever encrypted here. */
export type KmsStore = {
  readonly keys: Journal<Key>;
  readonly aliases: Journal<Alias>;
  /** By key id, key ARN, alias or alias ARN; an AWS managed key is made when it is first asked for. Throws NotFoundException. */
  find(idOrArn: string | undefined): Key;
};

export function openKmsStore(cloud: Cloud): KmsStore {
  const dir = join(cloud.stateDir, 'kms');
  const keys = openJournal<Key>(join(dir, 'keys.jsonl'));
  const aliases = openJournal<Alias>(join(dir, 'aliases.jsonl'));
  const manage = (name: string): Alias => {
    const id = randomUUID();
    const created = cloud.clock.now();
    const service = name.slice('alias/aws/'.length);
    keys.put(id, {
      id,
      description: `Default key that protects my ${service.toUpperCase()} data when no other key is defined`,
      policy: managedKeyPolicy(cloud, service),
      created,
      enabled: true,
      rotates: true,
      manager: 'AWS',
      tags: {},
    });
    const alias = { name, keyId: id, created };
    aliases.put(name, alias);
    return alias;
  };
  return {
    keys,
    aliases,
    find(idOrArn = '') {
      const name = (idOrArn.split(':').at(-1) ?? '').replace(/^key\//, '');
      const alias = aliases.get(name) ?? (name === 'alias/aws/sns' ? manage(name) : undefined);
      const key = keys.get(alias?.keyId ?? name);
      if (key === undefined || isOver(key, cloud.clock.now())) throw notFound(cloud, name);
      return key;
    },
  };
}

const isOver = ({ deletionAt }: Key, now: number): boolean => deletionAt !== undefined && deletionAt <= now;

function notFound(cloud: Cloud, name: string): AwsError {
  const place = `arn:aws:kms:${cloud.region}:${cloud.account}`;
  const message = name.startsWith('alias/')
    ? `Alias ${place}:${name} is not found.`
    : `Key '${place}:key/${name}' does not exist`;
  return new AwsError('NotFoundException', message);
}

export function keyArn({ region, account }: Pick<Cloud, 'region' | 'account'>, { id }: Pick<Key, 'id'>): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}
