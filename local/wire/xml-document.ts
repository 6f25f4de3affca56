import { isUtf8 } from 'node:buffer';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../kernel/error.ts';

/**
 * Reads an XML document by its schema. Throws MalformedXML for what is no XML, and for elements that the schema has not: a
 * setting that is misspelt would be dropped without a word.
 */
export async function readDocument(
  schema: NormalizedSchema,
  bytes: Buffer,
  read: (schema: NormalizedSchema, bytes: Buffer) => unknown,
): Promise<unknown> {
  if (!isUtf8(bytes)) throw malformedXml('it is not UTF-8');
  const [root, ...elements] = elementNames(bytes.toString('utf8'));
  const expected = schema.getMergedTraits().xmlName ?? schema.getName();
  if (root !== expected) throw malformedXml(`its root is ${root ?? 'missing'}, not ${String(expected)}`);
  const known = new Set<unknown>([expected]);
  addNames(schema, known, new Set());
  const unknown = elements.find((name) => !known.has(name));
  if (unknown !== undefined) throw malformedXml(`${unknown} is no element of ${root}`);
  try {
    return await read(schema, bytes);
  } catch (cause) {
    throw malformedXml(cause instanceof Error ? cause.message : String(cause));
  }
}

/** The names of all opening tags, without namespace prefixes, in order. */
function elementNames(document: string): readonly string[] {
  const markup = document.replace(/<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>/gs, '');
  return [...markup.matchAll(/<(?:[\w.-]+:)?([\w.-]+)/g)].map(([, name = '']) => name);
}

/** Adds every element name that a document of this schema may have; schemas may refer to themselves. */
function addNames(schema: NormalizedSchema, known: Set<unknown>, seen: Set<unknown>): void {
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    known.add(item.getMergedTraits().xmlName ?? 'member');
    addNames(item, known, seen);
  }
  if (!schema.isStructSchema() || seen.has(schema.getSchema())) return;
  seen.add(schema.getSchema());
  for (const [name, member] of schema.structIterator()) {
    known.add(member.getMergedTraits().xmlName ?? name);
    addNames(member, known, seen);
  }
}

function malformedXml(reason: string): AwsError {
  return new AwsError(
    'MalformedXML',
    `The XML you provided was not well-formed or did not validate against our published schema: ${reason}`,
  );
}
