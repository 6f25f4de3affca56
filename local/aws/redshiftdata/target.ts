import type { Cloud } from '../../kernel/cloud.ts';
import { invalid } from './error.ts';

/** The workgroup (Serverless) or cluster that a statement runs in. The id of a workgroup, which its ARN ends with, is its name here. */
export type Target = {
  readonly kind: 'workgroup' | 'cluster';
  /** As the caller named it: a workgroup's name may be its ARN. */
  readonly name: string;
  readonly arn: string;
};

export type Named = {
  readonly WorkgroupName?: string | undefined;
  readonly ClusterIdentifier?: string | undefined;
};

type Place = Pick<Cloud, 'account' | 'region'>;

/** The one target that a request names; ValidationException for none or two. */
export function targetOf(input: Named, place: Place): Target {
  const found = targetNamed(input, place);
  if (found === undefined) throw invalid('Either ClusterIdentifier or WorkgroupName needs to be specified.');
  return found;
}

/** As targetOf, undefined where the request names none. */
export function targetNamed(
  { WorkgroupName: workgroup, ClusterIdentifier: cluster }: Named,
  { account, region }: Place,
): Target | undefined {
  if (workgroup !== undefined && cluster !== undefined)
    throw invalid('ClusterIdentifier and WorkgroupName cannot both be specified.');
  if (cluster !== undefined)
    return { kind: 'cluster', name: cluster, arn: `arn:aws:redshift:${region}:${account}:cluster:${cluster}` };
  if (workgroup === undefined) return undefined;
  const arn = workgroup.startsWith('arn:')
    ? workgroup
    : `arn:aws:redshift-serverless:${region}:${account}:workgroup/${workgroup}`;
  return { kind: 'workgroup', name: workgroup, arn };
}

/** The folder of a target's databases: safe on any disk. */
export function folderOf({ kind, arn }: Target): string {
  return `${kind}-${arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1)}`;
}
