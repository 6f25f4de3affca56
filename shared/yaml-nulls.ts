import { type Document, isScalar, visit } from 'yaml';

/** A setting may be called `null`, which as a key means just that. */
export function nameNulls(document: Document): void {
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === null && key.source?.toLowerCase() === 'null') key.value = key.source;
    },
  });
}
