import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { type Json, type JsonObject, json } from './json.ts';
import { formatError } from './validation-error.ts';

/** Reads a template's text, JSON or YAML with CloudFormation's short tags (`!Ref`, `!Sub`, `!GetAtt a.b`…). */
export function readTemplateText(text: string): Json {
  return text.trimStart().startsWith('{') ? readJson(text) : readYaml(text);
}

function readJson(text: string): Json {
  try {
    return json.parse(JSON.parse(text));
  } catch (error) {
    throw formatError(`JSON not well-formed. (${error instanceof Error ? error.message : error})`);
  }
}

function readYaml(text: string): Json {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw formatError(`YAML not well-formed. (${error.message})`);
  return fromNode(document.contents, document);
}

function fromNode(node: unknown, document: Document.Parsed): Json {
  if (!isNode(node)) return null;
  const value = untagged(node, document);
  return node.tag?.startsWith('!') && node.tag !== '!' ? tagged(node.tag.slice(1), value) : value;
}

function untagged(node: Node, document: Document.Parsed): Json {
  if (isAlias(node)) return fromNode(node.resolve(document), document);
  if (isSeq(node)) return node.items.map((item) => fromNode(item, document));
  if (isMap(node))
    return Object.fromEntries(node.items.map((pair) => [keyOf(pair.key), fromNode(pair.value, document)]));
  return isScalar(node) ? json.parse(node.value) : null;
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

const bareTags = new Set(['Ref', 'Condition']);

function tagged(tag: string, value: Json): JsonObject {
  if (bareTags.has(tag)) return { [tag]: value };
  return { [`Fn::${tag}`]: value };
}
