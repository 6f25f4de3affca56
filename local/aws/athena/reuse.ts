import type { ResultReuseConfiguration } from '@aws-sdk/client-athena';
import { invalidRequest } from './error.ts';

/** The age that Athena takes where the request names none: https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html */
export const defaultReuseMinutes = 60;
const maxMinutes = 10_080;

export type Reuse = { readonly enabled: boolean; readonly maxAgeMinutes?: number | undefined };

/** What a request says of reuse; undefined: nothing. */
export function readReuse(given: ResultReuseConfiguration | undefined): Reuse | undefined {
  const byAge = given?.ResultReuseByAgeConfiguration;
  if (!byAge) return undefined;
  const { Enabled: enabled, MaxAgeInMinutes: maxAgeMinutes } = byAge;
  const place = 'resultReuseConfiguration.resultReuseByAgeConfiguration';
  if (enabled === undefined)
    throw invalidRequest(
      `1 validation error detected: Value null at '${place}.enabled' failed to satisfy constraint: Member must not be null`,
    );
  if (maxAgeMinutes !== undefined && (maxAgeMinutes < 0 || maxAgeMinutes > maxMinutes))
    throw invalidRequest(
      `1 validation error detected: Value '${maxAgeMinutes}' at '${place}.maxAgeInMinutes' failed to satisfy constraint: Member must have value ${maxAgeMinutes < 0 ? 'greater than or equal to 0' : `less than or equal to ${maxMinutes}`}`,
    );
  return { enabled, maxAgeMinutes };
}

export function describeReuse(reuse: Reuse | undefined): ResultReuseConfiguration {
  const { enabled = false, maxAgeMinutes = enabled ? defaultReuseMinutes : undefined } = reuse ?? {};
  return {
    ResultReuseByAgeConfiguration: {
      Enabled: enabled,
      ...(maxAgeMinutes === undefined ? {} : { MaxAgeInMinutes: maxAgeMinutes }),
    },
  };
}
