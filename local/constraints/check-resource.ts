import type { ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { phrase } from './resource-phrases.ts';
import { createValidator, readTable, type Violation, violations } from './validator.ts';

const table = z.record(
  z.string(),
  z.object({
    replaceOn: z.array(z.string()),
    attributes: z.array(z.string()),
    schema: z.record(z.string(), z.unknown()),
  }),
);

const validator = createValidator({ coerceTypes: true });
const validators = new Map<string, ValidateFunction>();
let types: z.infer<typeof table> | undefined;

const constraintsOf = (type: string) => {
  types ??= table.parse(readTable('resources.json'));
  return types[type];
};

/**
 * Checks a resource's properties by AWS's own schema of its type. Texts become numbers and booleans and back where the schema wants it, in
 * the value given. What `isUnknown` holds true for, a value that is not there yet, has no problem.
 */
export function checkResource(
  type: string,
  properties: unknown,
  isUnknown: (value: unknown) => boolean,
): readonly string[] {
  const constraints = constraintsOf(type);
  if (constraints === undefined) return [];
  const validate = validators.get(type) ?? validator.compile(constraints.schema);
  validators.set(type, validate);
  if (validate(properties)) return [];
  return violations(validate.errors)
    .filter((violation) => concernsMembers(violation) || !isUnknown(violation.value))
    .map(phrase);
}

const concernsMembers = ({ keyword, member }: Violation): boolean => member !== undefined || keyword === 'false schema';

/** Whether Fn::GetAtt gives an attribute of a resource of this type. */
export function hasAttribute(type: string, name: string): boolean {
  return constraintsOf(type)?.attributes.includes(name) ?? true;
}

/** The properties, some with a path within, whose change AWS answers with a new resource. */
export function replacingProperties(type: string): readonly string[] | undefined {
  return constraintsOf(type)?.replaceOn;
}
