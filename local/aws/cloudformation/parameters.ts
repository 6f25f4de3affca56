import type { Json } from './json.ts';
import type { ParameterDefinition } from './template.ts';
import { validationError } from './validation-error.ts';

export type ParameterInput = {
  readonly ParameterKey?: string | undefined;
  readonly ParameterValue?: string | undefined;
  readonly UsePreviousValue?: boolean | undefined;
};

/** The text of every parameter: given, previous, or default; ValidationError names the one that is missing or not allowed. */
export function readParameters(
  definitions: Readonly<Record<string, ParameterDefinition>>,
  given: readonly ParameterInput[],
  previous: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const byKey = new Map(given.map((input) => [input.ParameterKey ?? '', input]));
  const unknown = [...byKey.keys()].filter((key) => definitions[key] === undefined);
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const values = Object.entries(definitions).map(
    ([key, definition]) => [key, choose(byKey.get(key), previous[key], definition)] as const,
  );
  const missing = values.filter(([, value]) => value === undefined).map(([key]) => key);
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  const chosen = Object.fromEntries(values.map(([key, value]) => [key, value ?? '']));
  for (const [key, definition] of Object.entries(definitions)) check(key, chosen[key] ?? '', definition);
  return chosen;
}

function choose(
  input: ParameterInput | undefined,
  previous: string | undefined,
  definition: ParameterDefinition,
): string | undefined {
  if (input?.UsePreviousValue) return previous;
  return input?.ParameterValue ?? definition.Default;
}

function check(key: string, value: string, definition: ParameterDefinition): void {
  const wrong = constraints.find((constraint) => !constraint.holds(value, definition));
  if (!wrong) return;
  const reason = definition.ConstraintDescription ?? wrong.message;
  throw validationError(`Parameter '${key}' ${reason}`);
}

type Constraint = { readonly message: string; holds(value: string, definition: ParameterDefinition): boolean };

const constraints: readonly Constraint[] = [
  {
    message: 'must be a number',
    holds: (value, { Type }) => Type !== 'Number' || (value !== '' && !Number.isNaN(Number(value))),
  },
  {
    message: 'must be one of AllowedValues',
    holds: (value, { AllowedValues }) => AllowedValues?.includes(value) ?? true,
  },
  {
    message: 'must match pattern of AllowedPattern',
    holds: (value, { AllowedPattern }) =>
      AllowedPattern === undefined || new RegExp(`^(?:${AllowedPattern})$`).test(value),
  },
  {
    message: 'must be at least MinLength characters',
    holds: (value, { MinLength }) => value.length >= (MinLength ?? 0),
  },
  {
    message: 'must be at most MaxLength characters',
    holds: (value, { MaxLength }) => value.length <= (MaxLength ?? value.length),
  },
  {
    message: 'must not be less than MinValue',
    holds: (value, { MinValue }) => MinValue === undefined || Number(value) >= MinValue,
  },
  {
    message: 'must not be greater than MaxValue',
    holds: (value, { MaxValue }) => MaxValue === undefined || Number(value) <= MaxValue,
  },
];

const plainTypes = new Set(['String', 'Number']);

/** The SSM parameter whose value a template parameter stands for, when its type says so. */
export function isSsmParameter(definition: ParameterDefinition): boolean {
  return definition.Type.startsWith('AWS::SSM::Parameter::Value<');
}

/** What Ref gives for a parameter: text, or a list for the list types. */
export function parameterValue(definition: ParameterDefinition, text: string): Json {
  if (plainTypes.has(definition.Type)) return text;
  const isList = definition.Type === 'CommaDelimitedList' || definition.Type.includes('List<');
  return isList ? text.split(',').map((item) => item.trim()) : text;
}
