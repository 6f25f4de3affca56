import type { MapEntries } from '@tributary/shared/parquet-write.ts';
import { isFields, isList, isWritten, textOf, type Value } from '../value.ts';

/** What of a record does not fit its columns, by its path. */
export type Rescue = {
  /** From the record to the value that is looked at. */
  readonly path: (string | number)[];
  /** A number has become a text, and as a double it may not be what was written. */
  isInexact: boolean;
  /** Keeps a value, if it says something. */
  readonly add: (value: Value) => null;
  readonly entries: () => MapEntries | null;
  readonly count: () => number;
  /** Forgets what has been kept since there were so many. */
  readonly backTo: (count: number) => void;
  readonly reset: () => void;
};

export function createRescue(): Rescue {
  let keys: string[] = [];
  let values: string[] = [];
  const rescue: Rescue = {
    path: [],
    isInexact: false,
    add(value) {
      if (!saysSomething(value)) return null;
      if (hasNumbers(value)) rescue.isInexact = true;
      keys.push(pathText(rescue.path));
      values.push(textOf(value));
      return null;
    },
    entries: () => (keys.length === 0 ? null : { keys, values }),
    count: () => keys.length,
    backTo(count) {
      keys.length = count;
      values.length = count;
    },
    reset() {
      rescue.path.length = 0;
      rescue.isInexact = false;
      if (keys.length === 0) return;
      keys = [];
      values = [];
    },
  };
  return rescue;
}

/** Nulls, and arrays and objects of nothing else, say nothing. */
function saysSomething(value: Value): boolean {
  if (value === null || value === undefined) return false;
  if (isList(value)) return value.some(saysSomething);
  return isFields(value) ? Object.values(value).some(saysSomething) : true;
}

function hasNumbers(value: Value): boolean {
  if (typeof value === 'number') return true;
  if (isWritten(value)) return false;
  if (isList(value)) return value.some(hasNumbers);
  return isFields(value) && Object.values(value).some(hasNumbers);
}

/** `customer.address.zip`, `lines[3].price`, `['a.b'].c`: no two paths are the same text. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map(stepText).join('').replace(/^\./, '');
}

function stepText(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return /[.[\]']/.test(step) || step === '' ? `['${step.replaceAll(/[\\']/g, '\\$&')}']` : `.${step}`;
}
