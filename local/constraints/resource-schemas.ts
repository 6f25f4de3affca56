import { z } from 'zod';

type Json = z.core.util.JSONType;
type JsonObject = { [key: string]: Json };

const pointers = z.array(z.string()).default([]);
const schema = z.record(z.string(), z.json()).and(
  z.object({
    properties: z.record(z.string(), z.json()),
    definitions: z.record(z.string(), z.json()).default({}),
    createOnlyProperties: pointers,
    conditionalCreateOnlyProperties: pointers,
    readOnlyProperties: pointers,
  }),
);

/** Keywords that hold schemas by name, and those that hold one or a list; `plain` ones hold no schema. */
const byName = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const within = new Set(['items', 'prefixItems', 'additionalProperties', 'anyOf', 'oneOf', 'allOf', 'if', 'then']);
const plain = new Set(
  'type $ref required enum const pattern minLength maxLength minimum maximum minItems maxItems uniqueItems dependentRequired dependencies'.split(
    ' ',
  ),
);

/** cfn-lint's own keywords in JSON Schema's. */
const translated: Readonly<Record<string, (value: Json) => JsonObject>> = {
  requiredXor: (value) => ({ oneOf: names(value).map((name) => ({ required: [name] })) }),
  requiredOr: (value) => ({ anyOf: names(value).map((name) => ({ required: [name] })) }),
  dependentExcluded: (value) => ({
    dependentSchemas: Object.fromEntries(
      Object.entries(object(value)).map(([name, excluded]) => [
        name,
        { properties: Object.fromEntries(names(excluded).map((other) => [other, false])) },
      ]),
    ),
  }),
};

/** Types whose every property Fn::GetAtt gives, as cfn-lint's list of them says. */
const readable = new Set(['AWS::Events::EventBus', 'AWS::SQS::Queue', 'AWS::SSM::Parameter']);

/**
 * What AWS's schema of a resource type says of the properties that the local cloud covers, which of them make a new resource, and what Fn::GetAtt gives. A
 * property that it does not cover is `true`: the type's own schema refuses it by name.
 */
export function resourceConstraints(type: string, source: unknown, covered: readonly string[]) {
  const { properties, definitions, readOnlyProperties, ...rest } = schema.parse(source);
  const trimmed = Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => !readOnlyProperties.includes(`/properties/${name}`))
      .map(([name, each]) => [name, covered.includes(name) ? trim(each) : true]),
  );
  const replaceOn = [...rest.createOnlyProperties, ...rest.conditionalCreateOnlyProperties]
    .map((pointer) => pointer.split('/').slice(2))
    .filter(([name = '']) => covered.includes(name))
    .map((path) => path.join('.'))
    .toSorted();
  const own = { ...object(trim(object(z.json().parse(rest)))), properties: trimmed, additionalProperties: false };
  const attributes = [
    ...readOnlyProperties.map((pointer) => pointer.split('/').slice(2).join('.')),
    ...(readable.has(type) ? Object.keys(properties) : []),
  ];
  return {
    replaceOn,
    attributes: [...new Set(attributes)].toSorted(),
    schema: { ...own, definitions: reached({ own, definitions }) },
  };
}

function trim(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.assign({}, ...Object.entries(value).map(([keyword, inner]) => trimKeyword(keyword, inner)));
}

function trimKeyword(keyword: string, inner: Json): JsonObject {
  const translate = translated[keyword];
  if (translate !== undefined) return translate(inner);
  if (plain.has(keyword)) return { [keyword]: inner };
  if (within.has(keyword)) return { [keyword]: Array.isArray(inner) ? inner.map(trim) : trim(inner) };
  return byName.has(keyword) ? { [keyword]: mapValues(object(inner), trim) } : {};
}

type Source = { readonly own: Json; readonly definitions: JsonObject };

/** The definitions that the properties refer to, and those that these refer to. */
function reached({ own, definitions }: Source): JsonObject {
  const found: JsonObject = {};
  for (const waiting = [own]; waiting.length > 0; ) {
    for (const [, name = ''] of JSON.stringify(waiting.pop()).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      if (found[name] !== undefined) continue;
      const definition = trim(definitions[name] ?? true);
      found[name] = definition;
      waiting.push(definition);
    }
  }
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const mapValues = (value: JsonObject, change: (inner: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]));

const names = (value: Json): string[] => z.array(z.string()).parse(value);

const object = (value: Json): JsonObject => z.record(z.string(), z.json()).parse(value);
