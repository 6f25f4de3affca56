import { randomUUID } from 'node:crypto';
import { AwsError } from '../../kernel/error.ts';
import type { SecretVersion } from './store.ts';

const maxValueBytes = 65_536;

export type NewValue = {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
  readonly ClientRequestToken?: string | undefined;
};

/** The versions with a new current one before them: what was current becomes previous, what was previous goes. */
export function addVersion(versions: readonly SecretVersion[], value: NewValue, now: number): readonly SecretVersion[] {
  if (value.SecretString !== undefined && value.SecretBinary !== undefined)
    throw new AwsError('InvalidParameterException', "You can't specify both SecretString and SecretBinary.");
  const bytes = value.SecretBinary?.length ?? Buffer.byteLength(value.SecretString ?? '');
  if (bytes > maxValueBytes)
    throw new AwsError('InvalidParameterException', `Secret value is longer than ${maxValueBytes} bytes.`);
  const created: SecretVersion = {
    id: value.ClientRequestToken ?? randomUUID(),
    text: value.SecretString,
    base64: value.SecretBinary && Buffer.from(value.SecretBinary).toString('base64'),
    createdAt: now,
    stages: ['AWSCURRENT'],
  };
  const current = versions.find(({ stages }) => stages.includes('AWSCURRENT'));
  return current ? [created, { ...current, stages: ['AWSPREVIOUS'] }] : [created];
}
