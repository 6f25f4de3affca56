import { SqlError } from '../../../../sql/error.ts';
import { serdes } from '../../catalog/hive-format.ts';
import type { Decode, SerdeInput } from './decoder.ts';
import { type JsonNode, readJson } from './json-tree.ts';
import { byLowerKey, jsonValue } from './json-value.ts';

/** One JSON object per line, keys matched whatever their case; the OpenX SerDe's mappings and tolerance where it is the table's. */
export function jsonDecoder({ columns, wanted, serde, parameters }: SerdeInput): Decode {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const fields = wanted.map((name) => ({ key: keyOf(name, parameters), type: types.get(name) }));
  const tolerant = serde === serdes.openx && parameters['ignore.malformed.json']?.toLowerCase() === 'true';
  const nothing = fields.map(() => 'null');
  const valuesOf = reader(parameters);
  return (line) => {
    if (line.trim() === '') return undefined;
    const node = readJson(line);
    if (node?.kind !== 'object') {
      if (tolerant) return nothing;
      throw malformed(line);
    }
    const values = valuesOf(node);
    return fields.map(({ key, type }) => {
      const value = values.get(key);
      return value === undefined || type === undefined ? 'null' : jsonValue(type, value);
    });
  };
}

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

function reader(parameters: Readonly<Record<string, string>>): (node: ObjectNode) => ReadonlyMap<string, JsonNode> {
  if (parameters['case.insensitive']?.toLowerCase() === 'false') return (node) => new Map(node.entries);
  if (parameters['dots.in.keys']?.toLowerCase() !== 'true') return byLowerKey;
  return (node) => new Map([...byLowerKey(node)].map(([key, value]) => [key.replaceAll('.', '_'), value]));
}

function keyOf(column: string, parameters: Readonly<Record<string, string>>): string {
  const mapped = parameters[`mapping.${column}`] ?? column;
  return parameters['case.insensitive']?.toLowerCase() === 'false' ? mapped : mapped.toLowerCase();
}

function malformed(line: string): SqlError {
  const shown = line.length > 100 ? `${line.slice(0, 100)}…` : line;
  return new SqlError('HIVE_CURSOR_ERROR', `Row is not a valid JSON Object - JSONException: ${shown}`);
}
