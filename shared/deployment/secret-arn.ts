import type { Parameter } from './network.ts';
import { ParameterError } from './parameter-error.ts';

/** Checks the ARN of a secret: a policy matches it whole, with the six characters that Secrets Manager ends it with. Empty: none is given. */
export function checkSecretArn({ name, value }: Parameter): string {
  if (value !== '' && !/^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/.test(value))
    throw new ParameterError(
      name,
      value,
      "the whole ARN of a secret, with the six characters at its end, as `aws secretsmanager describe-secret` tells it, or ''",
    );
  return value;
}
