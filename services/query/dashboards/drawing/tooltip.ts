import type { ValueField } from '../core/model.ts';
import { numberText } from './number-text.ts';

/** What stands beside the pointer: numbers as a table has them. */
export function tooltipOf({ format }: ValueField) {
  return {
    confine: true,
    valueFormatter: (value: unknown) => numberText(typeof value === 'number' ? value : null, format),
  };
}
