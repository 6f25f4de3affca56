import type { Cloud } from '../../kernel/cloud.ts';
import { roleTrusts } from '../iam/trusted-service.ts';
import { invalid } from './fault.ts';

/** Throws unless the role of a rule or target, where it has one, lets EventBridge assume it. */
export async function checkRole(cloud: Cloud, roleArn: string | undefined): Promise<void> {
  if (roleArn !== undefined && !(await roleTrusts(cloud, roleArn, 'events.amazonaws.com')))
    throw invalid(`Provided role '${roleArn}' cannot be assumed by principal 'events.amazonaws.com'.`);
}
