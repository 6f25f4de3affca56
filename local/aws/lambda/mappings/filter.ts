import type { FilterCriteria } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kernel/error.ts';
import { matchesPattern, type Pattern, patternSchema } from './filter-pattern.ts';

/** A predicate over records that passes those which any of the filters matches; throws for a pattern that is none. */
export function readFilters(criteria: FilterCriteria | undefined): (record: unknown) => boolean {
  const filters = criteria?.Filters ?? [];
  if (filters.length === 0) return () => true;
  const patterns = filters.map((filter) => readPattern(filter.Pattern ?? '{}'));
  return (record) => patterns.some((pattern) => matchesPattern(pattern, record));
}

function readPattern(text: string): Pattern {
  try {
    return patternSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidParameterValueException', `Invalid filter pattern definition. ${reason}`);
  }
}
