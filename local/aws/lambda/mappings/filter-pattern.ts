import { z } from 'zod';

const text = z.union([z.string(), z.strictObject({ 'equals-ignore-case': z.string() })]);
const ruleSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ prefix: text }),
  z.strictObject({ suffix: text }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ 'anything-but': z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]) }),
  z.strictObject({ numeric: z.array(z.union([z.enum(['=', '<', '<=', '>', '>=']), z.number()])).min(2) }),
]);

type Rule = z.infer<typeof ruleSchema>;
export type Pattern = { readonly [key: string]: Pattern | Rule[] | Pattern[] };

/** Lambda's filter rule syntax: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export const patternSchema: z.ZodType<Pattern> = z.record(
  z.string(),
  z.lazy(() => z.union([z.array(ruleSchema).min(1), z.array(patternSchema).min(1), patternSchema])),
);

export function matchesPattern(pattern: Pattern, value: unknown): boolean {
  return Object.entries(pattern).every(([key, part]) => {
    if (key === '$or' && Array.isArray(part)) return part.some((one) => isPattern(one) && matchesPattern(one, value));
    const field = isRecord(value) ? value[key] : undefined;
    if (!Array.isArray(part)) return matchesPattern(part, field);
    return part.some((rule) => matchesRule(rule, field));
  });
}

function matchesRule(rule: Rule | Pattern, value: unknown): boolean {
  if (Array.isArray(value) && !(isRecord(rule) && 'exists' in rule)) return value.some((one) => matchesRule(rule, one));
  if (!isRecord(rule)) return value === rule;
  return Object.entries(rule).every(([name, argument]) => tests[name]?.(argument, value) === true);
}

const tests: Readonly<Record<string, (argument: unknown, value: unknown) => boolean>> = {
  exists: (argument, value) => (value !== undefined) === argument,
  prefix: (argument, value) => onText(argument, value, (whole, part) => whole.startsWith(part)),
  suffix: (argument, value) => onText(argument, value, (whole, part) => whole.endsWith(part)),
  'equals-ignore-case': (argument, value) => String(value).toLowerCase() === String(argument).toLowerCase(),
  'anything-but': (argument, value) => value !== undefined && ![argument].flat().includes(value),
  numeric: (argument, value) => typeof value === 'number' && Array.isArray(argument) && inRange(argument, value),
};

function onText(argument: unknown, value: unknown, test: (whole: string, part: string) => boolean): boolean {
  if (typeof value !== 'string') return false;
  if (typeof argument === 'string') return test(value, argument);
  const folded = isRecord(argument) ? argument['equals-ignore-case'] : undefined;
  return typeof folded === 'string' && test(value.toLowerCase(), folded.toLowerCase());
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function inRange(terms: readonly unknown[], value: number): boolean {
  for (let index = 0; index + 1 < terms.length; index += 2)
    if (comparisons[String(terms[index])]?.(value, Number(terms[index + 1])) !== true) return false;
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPattern(value: unknown): value is Pattern {
  return isRecord(value);
}
