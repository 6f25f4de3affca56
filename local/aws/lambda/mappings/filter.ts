import type { FilterCriteria } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kernel/error.ts';
import { compilePattern, type EventTest } from '../../events/pattern.ts';

/** A predicate over records that passes those which any of the filters matches; throws for a pattern that is none. */
export function readFilters(criteria: FilterCriteria | undefined): EventTest {
  const tests = (criteria?.Filters ?? []).map((filter) => readPattern(filter.Pattern ?? '{}'));
  return (record) => tests.length === 0 || tests.some((test) => test(record));
}

function readPattern(text: string): EventTest {
  try {
    return compilePattern(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidParameterValueException', `Invalid filter pattern definition. ${reason}`);
  }
}
