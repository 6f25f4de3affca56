import { partitionOf } from '@tributary/shared/serverless/partition.ts';
import type { StageFile } from '@tributary/shared/serverless/stages/stage-file.ts';

type Place = { readonly notice?: string; readonly outputs: Readonly<Record<string, string>> };

/** The region and the roles of a stage; without an account in its file nothing is deployed, and that is said. */
export function placeOf(stage: string, file: StageFile | undefined, prefix: string): Place {
  const { account, region = 'eu-west-1' } = file ?? {};
  if (account === undefined)
    return {
      notice: `::notice::stages/${stage}.yml names no account: nothing is deployed to ${stage} (docs/delivery.md)`,
      outputs: { deploys: 'false' },
    };
  const role = (kind: string) => `arn:${partitionOf(region)}:iam::${account}:role/${prefix}-${kind}-${stage}`;
  return { outputs: { deploys: 'true', region, role: role('deploy'), 'drift-role': role('drift') } };
}
