import * as z from 'zod/mini';
import { ask } from '../lake/api.ts';
import { useAsked } from '../parts/use-asked.ts';
import { readCatalog } from './catalog.ts';
import type { Knowledge, KnownFunction } from './editor/complete.ts';
import { keywords, types } from './editor/words.ts';

const functionsSchema = z.object({
  functions: z.array(z.object({ name: z.string(), signatures: z.array(z.string()), isCovered: z.boolean() })),
});

/** A function that the local cloud refuses says so where it is offered. */
async function readFunctions(): Promise<readonly KnownFunction[]> {
  const { functions } = await ask('functions', functionsSchema);
  return functions.map(({ name, signatures, isCovered }) => ({
    name,
    signatures: isCovered ? signatures : [...signatures, 'on AWS alone: the local cloud refuses it'],
  }));
}

const words = [...new Set([...keywords, ...types])];
const none: readonly KnownFunction[] = [];

/** What completion knows, as far as it was answered; `error`: why it knows less. The catalog is asked again when the page is. */
export function useKnowledge(database: string): { readonly knowledge: Knowledge; readonly error: Error | undefined } {
  const catalog = useAsked(readCatalog, []);
  const functions = useAsked(readFunctions, []);
  const knowledge = {
    databases: catalog.value ?? new Map(),
    database,
    functions: functions.value ?? none,
    keywords: words,
  };
  return { knowledge, error: catalog.error ?? functions.error };
}
