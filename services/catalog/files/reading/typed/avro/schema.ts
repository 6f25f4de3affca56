import { binaryOf } from '../as-written.ts';
import { AvroFault } from './avro-fault.ts';
import { arrayDecode, enumDecode, mapDecode, recordDecode, unionDecode } from './composite.ts';
import { logicalDecode } from './logical.ts';
import { fullName, isPrimitive, type Scope, scopeOf } from './names.ts';
import { readNode, type SchemaNode, shown } from './node.ts';
import { type Decode, primitives } from './primitive.ts';
import { readBytes } from './tap.ts';

const mostLevels = 100;
const mostTypes = 100_000;

/**
 * Reads a schema, and makes what reads its values. What is wrong with it that does not matter to a reader (defaults of another type, names
 * with signs that Avro forbids) does no harm; what cannot be read is an AvroFault.
 */
export function decodeOf(schema: unknown): Decode {
  return compile(schema, { scope: '', level: 0, file: { named: new Map(), types: 0 } });
}

type Reading = {
  readonly scope: Scope;
  readonly level: number;
  readonly file: { readonly named: Map<string, Decode>; types: number };
};

function compile(schema: unknown, reading: Reading): Decode {
  const { file, level } = reading;
  file.types += 1;
  if (level > mostLevels) throw new AvroFault(`its schema is more than ${mostLevels} levels deep`);
  if (file.types > mostTypes) throw new AvroFault(`its schema has more than ${mostTypes} types`);
  if (typeof schema === 'string') return byName(schema, reading);
  const inner = { ...reading, level: level + 1 };
  if (Array.isArray(schema)) return unionDecode(schema.map((branch) => compile(branch, inner)));
  const node = readNode(schema);
  if (typeof node.type === 'object') return compile(node.type, inner);
  return logicalOf(node, inner) ?? plainDecode(node, inner);
}

function byName(name: string, { scope, file }: Reading): Decode {
  const found = primitives.get(name) ?? file.named.get(fullName(name, undefined, scope)) ?? file.named.get(name);
  if (found === undefined) throw new AvroFault(`its schema names a type that it does not have: ${shown(name)}`);
  return found;
}

function logicalOf(node: SchemaNode, reading: Reading): Decode | undefined {
  const decode = logicalDecode(node);
  if (decode !== undefined && node.type === 'fixed') declare(node, reading, decode);
  return decode;
}

function plainDecode(node: SchemaNode, reading: Reading): Decode {
  const { type, symbols, items, values, size } = node;
  if (type === 'array') return arrayDecode(compile(items, reading));
  if (type === 'map') return mapDecode(compile(values, reading));
  if (type === 'record' || type === 'error') return recordOf(node, reading);
  if (type === 'enum' && symbols !== undefined) return declare(node, reading, enumDecode(symbols));
  if (type === 'fixed' && size !== undefined) return declare(node, reading, (tap) => binaryOf(readBytes(tap, size)));
  if (typeof type === 'string') return byName(type, reading);
  throw new AvroFault(`its schema has a type that is none: ${shown(node)}`);
}

/** Known by its name from here on, its own fields included. */
function recordOf(node: SchemaNode, reading: Reading): Decode {
  let record: Decode = () => null;
  const scope = scopeOf(declaredName(node, reading));
  declare(node, reading, (tap) => record(tap));
  const fields = (node.fields ?? []).map(({ name, type }) => ({ name, decode: compile(type, { ...reading, scope }) }));
  record = recordDecode(fields);
  return record;
}

function declare(node: SchemaNode, reading: Reading, decode: Decode): Decode {
  const name = declaredName(node, reading);
  if (isPrimitive(name)) throw new AvroFault(`its schema calls a type of its own ${name}`);
  reading.file.named.set(name, decode);
  return decode;
}

function declaredName({ name, namespace }: SchemaNode, { scope }: Reading): string {
  if (name === undefined) throw new AvroFault('its schema has a record, enum or fixed without a name');
  return fullName(name, namespace, scope);
}
