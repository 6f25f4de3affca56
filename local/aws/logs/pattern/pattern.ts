import { AwsError } from '../../../kernel/error.ts';
import { readFieldPattern } from './fields.ts';
import { readJsonPattern } from './json.ts';
import type { Matcher } from './matcher.ts';
import { readTerms } from './terms.ts';

/**
 * Reads a CloudWatch Logs filter pattern: terms, `{ $.a = "b" }` or `[field, field = value, …]`; throws InvalidParameterException.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function readPattern(pattern: string): Matcher {
  const text = pattern.trim();
  try {
    if (text.startsWith('{')) return readJsonPattern(text);
    if (text.startsWith('[')) return readFieldPattern(text);
    return readTerms(text);
  } catch (error) {
    if (error instanceof AwsError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidParameterException', `Invalid filter pattern: ${reason}`);
  }
}
