import { cidr } from './cidr.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Template } from './template.ts';
import { isUnknown } from './unknown-value.ts';
import { templateError } from './validation-error.ts';

/** What Ref and Fn::GetAtt give of a resource. */
export type ResourceView = { readonly ref: string; attribute(name: string): string };

/** Everything that a template's functions may look at. Pseudo parameters are among the parameters. */
export type Scope = {
  readonly parameters: Readonly<Record<string, Json>>;
  readonly mappings: Template['mappings'];
  condition(name: string): boolean;
  resource(logicalId: string): ResourceView | undefined;
  importValue(name: string): string;
};

/** Resolves every function in a value; undefined is AWS::NoValue, which also drops the property that holds it. */
export function resolve(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => resolve(item, scope) ?? []);
  if (!isJsonObject(value)) return value;
  const call = asCall(value);
  if (call) return call.run(call.argument, scope);
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const resolved = resolve(item, scope);
    return resolved === undefined ? [] : [[key, resolved] as const];
  });
  return Object.fromEntries(entries);
}

type Run = (argument: Json, scope: Scope) => Json | undefined;

function asCall(value: JsonObject): { readonly run: Run; readonly argument: Json } | undefined {
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  const run = functions[name];
  if (run) return { run, argument: value[name] ?? null };
  if (name.startsWith('Fn::')) throw templateError(`${name} is not a function the local cloud covers`);
  return undefined;
}

const functions: Readonly<Record<string, Run>> = {
  Ref: (argument, scope) => ref(text('Ref', argument), scope),
  'Fn::GetAtt': (argument, scope) => getAtt(argument, scope),
  'Fn::Sub': (argument, scope) => sub(argument, scope),
  'Fn::Join': (argument, scope) => {
    const [delimiter, items] = tuple('Fn::Join', argument, 2);
    return list('Fn::Join', items, scope)
      .map((item) => text('Fn::Join', item))
      .join(text('Fn::Join', delimiter ?? null));
  },
  'Fn::Select': (argument, scope) => select(argument, scope),
  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = tuple('Fn::Split', argument, 2);
    const whole = text('Fn::Split', resolve(source ?? null, scope));
    return isUnknown(whole) ? [whole] : whole.split(text('Fn::Split', delimiter ?? null));
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = tuple('Fn::If', argument, 3);
    return resolve((scope.condition(text('Fn::If', name ?? null)) ? whenTrue : whenFalse) ?? null, scope);
  },
  'Fn::FindInMap': (argument, scope) => findInMap(argument, scope),
  'Fn::Base64': (argument, scope) => Buffer.from(text('Fn::Base64', resolve(argument, scope))).toString('base64'),
  'Fn::ImportValue': (argument, scope) => scope.importValue(text('Fn::ImportValue', resolve(argument, scope))),
  'Fn::GetAZs': (argument, scope) => {
    const region = text('Fn::GetAZs', resolve(argument, scope)) || text('Fn::GetAZs', scope.parameters['AWS::Region']);
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },
  'Fn::Cidr': (argument, scope) => {
    const [block, count, bits] = list('Fn::Cidr', argument, scope);
    return cidr(text('Fn::Cidr', block), Number(count), Number(bits ?? 8));
  },
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope) ?? null),
  'Fn::Length': (argument, scope) => list('Fn::Length', argument, scope).length,
};

function ref(name: string, scope: Scope): Json | undefined {
  if (name === 'AWS::NoValue') return undefined;
  const value = scope.parameters[name] ?? scope.resource(name)?.ref;
  if (value === undefined) throw unresolved(name);
  return value;
}

function getAtt(argument: Json, scope: Scope): string {
  const [logicalId, attribute] = attributePath(argument, scope);
  const resource = scope.resource(logicalId);
  if (!resource) throw unresolved(logicalId);
  return resource.attribute(attribute);
}

function attributePath(argument: Json, scope: Scope): readonly [string, string] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot > 0) return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, attribute] = tuple('Fn::GetAtt', argument, 2);
  return [text('Fn::GetAtt', logicalId), text('Fn::GetAtt', resolve(attribute ?? null, scope))];
}

function sub(argument: Json, scope: Scope): string {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : tuple('Fn::Sub', argument, 2);
  const own = readVariables(variables);
  return text('Fn::Sub', template).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    const given = own[name.trim()];
    return text('Fn::Sub', given === undefined ? reference(name.trim(), scope) : resolve(given, scope));
  });
}

function readVariables(value: Json | undefined): JsonObject {
  if (isJsonObject(value)) return value;
  throw templateError('Fn::Sub takes a text, or a text and a map of variables');
}

function reference(name: string, scope: Scope): Json | undefined {
  return name.includes('.') ? getAtt(name, scope) : ref(name, scope);
}

function select(argument: Json, scope: Scope): Json {
  const [position, items] = tuple('Fn::Select', argument, 2);
  const index = Number(resolve(position ?? null, scope));
  const values = list('Fn::Select', items, scope);
  const value = values[index] ?? values.find(isUnknown);
  if (value === undefined) throw templateError(`Fn::Select cannot select nonexistent value at index ${index}`);
  return value;
}

function findInMap(argument: Json, scope: Scope): Json {
  const [map = '', first = '', second = ''] = tuple('Fn::FindInMap', argument, 3).map((item) =>
    text('Fn::FindInMap', resolve(item, scope)),
  );
  const value = scope.mappings[map]?.[first]?.[second];
  if (value === undefined) throw templateError(`Unable to get mapping for ${map}::${first}::${second}`);
  return value;
}

function tuple(name: string, argument: Json, length: number): readonly Json[] {
  if (!Array.isArray(argument) || argument.length !== length)
    throw templateError(`${name} takes a list of ${length} values, not ${JSON.stringify(argument)}`);
  return argument;
}

function list(name: string, value: Json | undefined, scope: Scope): readonly Json[] {
  const resolved = resolve(value ?? null, scope);
  if (Array.isArray(resolved)) return resolved;
  throw templateError(`${name} takes a list, not ${JSON.stringify(value)}`);
}

function text(name: string, value: Json | undefined): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw templateError(`${name} takes a text, not ${JSON.stringify(value)}`);
}

function unresolved(name: string): Error {
  return templateError(`Unresolved resource dependencies [${name}] in the Resources block of the template`);
}
