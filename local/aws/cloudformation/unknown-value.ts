/** What stands for a value that only exists once a resource does: a text that no template can hold. */
const mark = '\u0000';

export function unknownValue(logicalId: string, attribute?: string): string {
  return `${mark}${attribute === undefined ? logicalId : `${logicalId}.${attribute}`}${mark}`;
}

export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && value.includes(mark);
}

/** Whether an unknown value is anywhere in it. */
export function holdsUnknown(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isUnknown(value);
  return Object.values(value).some(holdsUnknown);
}
