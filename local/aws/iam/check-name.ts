import { AwsError } from '../../kernel/error.ts';
import { required } from './describe.ts';

/** An IAM name within its length and alphabet; ValidationError says what is wrong with it. */
export function checkName(member: string, value: string | undefined, maxLength: number): string {
  const name = required(member, value);
  if (name.length > maxLength)
    throw invalid(member, name, `Member must have length less than or equal to ${maxLength}`);
  if (!/^[\w+=,.@-]+$/.test(name))
    throw invalid(member, name, 'Member must satisfy regular expression pattern: [\\w+=,.@-]+');
  return name;
}

function invalid(member: string, value: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
