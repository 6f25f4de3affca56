import type { Violation } from './validator.ts';

/** CloudFormation's validator names the keyword alone where the constraint or the value would be told. */
const told: Readonly<Record<string, (violation: Violation) => string>> = {
  required: ({ member }) => `required key [${member}] not found`,
  dependentRequired: ({ member }) => `property [${member}] is required`,
  dependencies: ({ member }) => `property [${member}] is required`,
  additionalProperties: ({ member }) => `extraneous key [${member}] is not permitted`,
  type: ({ limit, value }) => `expected type: ${typeNames(limit)}, found: ${foundType(value)}`,
  minLength: ({ limit, value }) => `expected minLength: ${limit}, actual: ${sizeOf(value)}`,
  maxLength: ({ limit, value }) => `expected maxLength: ${limit}, actual: ${sizeOf(value)}`,
  minItems: ({ limit, value }) => `expected minimum item count: ${limit}, found: ${sizeOf(value)}`,
  maxItems: ({ limit, value }) => `expected maximum item count: ${limit}, found: ${sizeOf(value)}`,
  uniqueItems: () => 'array items are not unique',
  anyOf: () => 'no subschema matched out of the total alternatives',
  oneOf: () => '0 subschemas matched instead of one',
  'false schema': () => 'not permitted with the other properties that are given',
};

/** A violation as CloudFormation tells it: `#/RetentionInDays: failed validation constraint for keyword [enum]`. */
export function phrase(violation: Violation): string {
  const where = ['#', ...violation.path].join('/');
  const what = told[violation.keyword]?.(violation);
  return `${where}: ${what ?? `failed validation constraint for keyword [${violation.keyword}]`}`;
}

const javaNames: Readonly<Record<string, string>> = {
  string: 'String',
  integer: 'Integer',
  number: 'Number',
  boolean: 'Boolean',
  array: 'JSONArray',
  object: 'JSONObject',
};

function typeNames(limit: unknown): string {
  return [limit]
    .flat()
    .map((name) => javaNames[String(name)] ?? String(name))
    .join(' or ');
}

const foundType = (value: unknown): string => javaNames[Array.isArray(value) ? 'array' : typeof value] ?? 'Null';

const sizeOf = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 0);
