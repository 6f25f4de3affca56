import type { Cloud } from '../../kernel/cloud.ts';
import { compilePattern } from './pattern.ts';
import { readPolicyDocument, type Statement } from './policy-document.ts';

/** Whether a role exists whose trust policy lets an AWS service assume it; its conditions are judged when it does. */
export async function roleTrusts(cloud: Pick<Cloud, 'call'>, roleArn: string, service: string): Promise<boolean> {
  const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const { Role } = await cloud
    .call({ kind: 'admin' }, 'iam', 'GetRole', { RoleName })
    .catch(() => ({ Role: undefined }));
  const trust = Role?.AssumeRolePolicyDocument;
  if (trust === undefined) return false;
  return readPolicyDocument(decodeURIComponent(trust)).some((statement) => lets(statement, service));
}

function lets({ effect, principals = [], actions = [] }: Statement, service: string): boolean {
  const isNamed = principals.some(
    ({ kind, value }) => kind === '*' || (kind === 'Service' && (value === '*' || value === service)),
  );
  return effect === 'Allow' && isNamed && actions.some((action) => compilePattern(action, false)('sts:AssumeRole'));
}
