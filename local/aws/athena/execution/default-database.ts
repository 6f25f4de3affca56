import { denied } from '../denied.ts';
import type { Run } from '../run.ts';

/**
 * Athena looks for Glue's database `default` before each statement, whatever this is about; there need be none, but whoever asks must be
 * allowed to look. https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html#full-access-to-default-db-per-region
 */
export function permitDefaultDatabase({ cloud, caller }: Pick<Run, 'cloud' | 'caller'>): void {
  const glue = `arn:aws:glue:${cloud.region}:${cloud.account}`;
  try {
    for (const resource of [`${glue}:catalog`, `${glue}:database/default`])
      cloud.authorize(caller, { action: 'glue:GetDatabase', resource });
  } catch (error) {
    throw denied(error);
  }
}
