import type { Violation } from './validator.ts';

/** What each constraint asks of a member, in the words of AWS's services. */
const asks: Readonly<Record<string, (limit: unknown) => string>> = {
  required: () => 'Member must not be null',
  minLength: (limit) => `Member must have length greater than or equal to ${limit}`,
  maxLength: (limit) => `Member must have length less than or equal to ${limit}`,
  minimum: (limit) => `Member must have value greater than or equal to ${limit}`,
  maximum: (limit) => `Member must have value less than or equal to ${limit}`,
  pattern: (limit) => `Member must satisfy regular expression pattern: ${limit}`,
  enum: (limit) => `Member must satisfy enum value set: [${Array.isArray(limit) ? limit.join(', ') : limit}]`,
};

/** Lists, maps and blobs have lengths too. */
const sameAs: Readonly<Record<string, string>> = {
  minItems: 'minLength',
  minProperties: 'minLength',
  minBytes: 'minLength',
  maxItems: 'maxLength',
  maxProperties: 'maxLength',
  maxBytes: 'maxLength',
};

const longestValue = 256;

/** A violation as AWS tells it: `Value 'x' at 'streamName' failed to satisfy constraint: …`. */
export function phrase({ path, member, keyword, limit, value, isKey, isSensitive }: Violation): string {
  const where = (member === undefined ? path : [...path, member]).map(pathPart).join('.');
  const asked = (asks[sameAs[keyword] ?? keyword] ?? String)(limit);
  const text = isSensitive ? undefined : show(value);
  const shown = keyword === 'required' ? ' null' : text === undefined ? '' : ` '${text}'`;
  return `Value${shown} at '${where}' failed to satisfy constraint: ${isKey ? `Map keys must satisfy constraint: [${asked}]` : asked}`;
}

/** Members begin in lower case; positions count from one. */
function pathPart(part: string): string {
  return /^\d+$/.test(part) ? `${Number(part) + 1}.member` : part.charAt(0).toLowerCase() + part.slice(1);
}

/** Texts and numbers are told, and what is empty; what holds more is not. */
function show(value: unknown): string | undefined {
  if (Array.isArray(value) && value.length === 0) return '[]';
  if (typeof value === 'object') return undefined;
  const text = String(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
