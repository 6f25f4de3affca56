import type { z } from 'zod';
import { checkResource } from '../../constraints/check-resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { holdsUnknown } from './unknown-value.ts';

type Issue = z.core.$ZodIssue;
export type Validated = { readonly properties: JsonObject; readonly problems: readonly string[] };

const maxCoercions = 200;

/** Checks a resource's properties by AWS's schema of its type, then by what the local cloud covers of it; problems name the resource. */
export function checkProperties(
  logicalId: string,
  { type, schema }: Pick<ResourceType, 'type' | 'schema'>,
  properties: JsonObject,
): Validated {
  const own = structuredClone(properties);
  const refused = checkResource(type, own, isNotThereYet);
  if (refused.length > 0) {
    const problem = `Properties validation failed for resource ${logicalId} with message: ${refused.join(', ')}`;
    return { properties: own, problems: [problem] };
  }
  const validated = validateProperties(schema, own);
  return { ...validated, problems: validated.problems.map((problem) => `${logicalId} (${type}): ${problem}`) };
}

/** What only another resource, or a dynamic reference, will give. */
function isNotThereYet(value: unknown): boolean {
  return holdsUnknown(value) || (typeof value === 'string' && value.includes('{{resolve:'));
}

/**
 * Checks properties by their type's schema, changing text to numbers and booleans and back where the schema wants it, as
 * CloudFormation does (parameters are text). Problems that an unknown value causes are left for the deployment to find.
 */
export function validateProperties(schema: z.ZodType, properties: JsonObject): Validated {
  let current = properties;
  for (let count = 0; count < maxCoercions; count += 1) {
    const result = schema.safeParse(current);
    if (result.success) return { properties: current, problems: [] };
    const next = coerceFirst(current, result.error.issues);
    if (next === undefined) return { properties: current, problems: describeIssues(result.error.issues, current) };
    current = next;
  }
  return { properties: current, problems: ['too many values of the wrong type'] };
}

function coerceFirst(properties: JsonObject, issues: readonly Issue[]): JsonObject | undefined {
  for (const { path, wanted } of issues.flatMap((issue) => mistyped(issue, []))) {
    const coerced = coerce(valueAt(properties, path), wanted);
    if (coerced !== undefined) {
      const changed = replaceAt(properties, path, coerced);
      if (isJsonObject(changed)) return changed;
    }
  }
  return undefined;
}

type Mistyped = { readonly path: readonly PropertyKey[]; readonly wanted: string };

function mistyped(issue: Issue, parent: readonly PropertyKey[]): readonly Mistyped[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'invalid_type') return [{ path, wanted: issue.expected }];
  if (issue.code === 'invalid_value') return [{ path, wanted: typeof issue.values[0] }];
  if (issue.code !== 'invalid_union') return [];
  return issue.errors.flatMap((branch) => branch.flatMap((inner) => mistyped(inner, path)));
}

function coerce(value: Json | undefined, wanted: string): Json | undefined {
  if (typeof value === 'string') return coerceText(value, wanted);
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  return isScalar && wanted === 'string' ? String(value) : undefined;
}

function coerceText(value: string, wanted: string): Json | undefined {
  if (wanted === 'boolean') return { true: true, false: false }[value.toLowerCase()];
  const isNumber = (wanted === 'number' || wanted === 'int') && value.trim() !== '' && !Number.isNaN(Number(value));
  return isNumber ? Number(value) : undefined;
}

function valueAt(value: Json | undefined, path: readonly PropertyKey[]): Json | undefined {
  let current = value;
  for (const part of path) {
    if (Array.isArray(current)) current = current[Number(part)];
    else current = isJsonObject(current) ? current[String(part)] : undefined;
  }
  return current;
}

function replaceAt(value: Json | undefined, path: readonly PropertyKey[], replacement: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === first ? replaceAt(item, rest, replacement) : item));
  return isJsonObject(value)
    ? { ...value, [String(first)]: replaceAt(value[String(first)], rest, replacement) }
    : replacement;
}

function describeIssues(issues: readonly Issue[], properties: JsonObject): readonly string[] {
  return issues.flatMap((issue) => describeIssue(issue, [], properties));
}

function describeIssue(issue: Issue, parent: readonly PropertyKey[], properties: JsonObject): readonly string[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `unknown property ${[...path, key].join('.')}`);
  if (holdsUnknown(valueAt(properties, path))) return [];
  if (issue.code === 'invalid_union') return describeUnion(issue, path, properties);
  if (issue.code === 'invalid_type' && valueAt(properties, path) === undefined)
    return [`missing property ${path.join('.')}`];
  return [path.length === 0 ? issue.message : `property ${path.join('.')}: ${issue.message}`];
}

/** Of a union's alternatives the one that came nearest says most. */
function describeUnion(
  issue: Issue & { code: 'invalid_union' },
  path: readonly PropertyKey[],
  properties: JsonObject,
): readonly string[] {
  const branches = issue.errors.map((branch) => branch.flatMap((inner) => describeIssue(inner, path, properties)));
  const [nearest] = branches.sort((a, b) => a.length - b.length);
  return nearest ?? [`property ${path.join('.')}: ${issue.message}`];
}
