import { z } from 'zod';
import { laxConstraints } from './lax.ts';

const member = z.looseObject({ shape: z.string() });

/** A shape of botocore's service-2.json: AWS's own model of a service. */
const shape = z.looseObject({
  type: z.string(),
  required: z.array(z.string()).optional(),
  members: z.record(z.string(), member).optional(),
  member: member.optional(),
  key: member.optional(),
  value: member.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
  sensitive: z.boolean().optional(),
});

const model = z.looseObject({
  operations: z.record(z.string(), z.looseObject({ input: member.optional() })),
  shapes: z.record(z.string(), shape),
});

type Shape = z.infer<typeof shape>;
type Schema = Readonly<Record<string, unknown>>;
type Bounds = readonly [min: string, max: string];

/** What `min` and `max` of a model bound, in the words of JSON Schema; a blob's are counted in bytes. */
const bounds: Readonly<Record<string, Bounds>> = {
  string: ['minLength', 'maxLength'],
  blob: ['minBytes', 'maxBytes'],
  list: ['minItems', 'maxItems'],
  map: ['minProperties', 'maxProperties'],
  integer: ['minimum', 'maximum'],
  long: ['minimum', 'maximum'],
  float: ['minimum', 'maximum'],
  double: ['minimum', 'maximum'],
};

/** The constraints on the inputs of these operations as JSON Schema, without shapes and members that have none. */
export function operationSchemas(service: string, source: unknown, operations: readonly string[]) {
  const { shapes, operations: known } = model.parse(source);
  const own = new Map(Object.entries(shapes).map(([name, each]) => [name, ownConstraints(`${service}.${name}`, each)]));
  const constrained = constrainedShapes(shapes, own);
  const inputs = operations.flatMap((name) => {
    const input = known[name]?.input?.shape;
    return input !== undefined && constrained.has(input) ? [[name, input] as const] : [];
  });
  const reached = reachable(
    shapes,
    constrained,
    inputs.map(([, input]) => input),
  );
  const reference = ({ shape: name }: { readonly shape: string }) => ({ $ref: `#/definitions/${name}` });
  const definitions = [...reached].toSorted().map((name) => {
    const each = shapes[name];
    const parts = Object.entries(each === undefined ? {} : partsOf(each)).filter(([, part]) =>
      constrained.has(part.shape),
    );
    return [name, { ...own.get(name), ...nested(each, parts, reference) }] as const;
  });
  return { definitions: Object.fromEntries(definitions), operations: Object.fromEntries(inputs) };
}

function ownConstraints(name: string, { type, min, max, pattern, required = [], ...rest }: Shape): Schema {
  const [least, most] = bounds[type] ?? ['', ''];
  const all = {
    ...(min !== undefined && least !== '' && (min !== 0 || least === 'minimum') && { [least]: min }),
    ...(max !== undefined && most !== '' && { [most]: max }),
    ...(pattern !== undefined && { pattern: pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '') }),
    ...(rest.enum !== undefined && { enum: rest.enum }),
    ...(required.length > 0 && { required }),
    ...(rest.sensitive === true && { sensitive: true }),
  };
  const lax = laxConstraints[name] ?? [];
  return Object.fromEntries(Object.entries(all).filter(([keyword]) => !lax.includes(keyword)));
}

const partsOf = ({ members = {}, member: item, key, value }: Shape) => ({
  ...members,
  ...(item && { '[item]': item }),
  ...(key && { '[key]': key }),
  ...(value && { '[value]': value }),
});

function nested(
  each: Shape | undefined,
  parts: readonly (readonly [string, z.infer<typeof member>])[],
  reference: (part: z.infer<typeof member>) => Schema,
): Schema {
  const byName = Object.fromEntries(parts.map(([name, part]) => [name, reference(part)]));
  const { '[item]': items, '[key]': propertyNames, '[value]': additionalProperties, ...properties } = byName;
  return {
    ...(each?.members !== undefined && parts.length > 0 && { properties }),
    ...(items && { items }),
    ...(propertyNames && { propertyNames }),
    ...(additionalProperties && { additionalProperties }),
  };
}

/** The shapes that constrain something themselves or through what they hold. */
function constrainedShapes(
  shapes: Readonly<Record<string, Shape>>,
  own: ReadonlyMap<string, Schema>,
): ReadonlySet<string> {
  const found = new Set([...own].filter(([, each]) => hasConstraint(each)).map(([name]) => name));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [name, each] of Object.entries(shapes))
      if (Object.values(partsOf(each)).some((part) => found.has(part.shape))) found.add(name);
  }
  return found;
}

const hasConstraint = (each: Schema) => Object.keys(each).some((keyword) => keyword !== 'sensitive');

function reachable(
  shapes: Readonly<Record<string, Shape>>,
  constrained: ReadonlySet<string>,
  from: readonly string[],
): ReadonlySet<string> {
  const reached = new Set(from);
  for (const name of reached) {
    const each = shapes[name];
    for (const part of Object.values(each === undefined ? {} : partsOf(each)))
      if (constrained.has(part.shape)) reached.add(part.shape);
  }
  return reached;
}
