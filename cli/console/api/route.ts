import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readDeclarations } from '@tributary/ingest/events/core/facts/declarations.ts';
import { type Described, describe } from '../../route/described.ts';
import { openRouting } from '../../route/routed.ts';
import { namesOf } from '../../target.ts';
import { UsageError } from '../../usage.ts';
import type { Answering } from '../api.ts';
import { once } from './parse.ts';

const ownFacts = fileURLToPath(import.meta.resolve('@tributary/ingest/events/facts.yml'));
const mostShown = 200;

type Told = {
  readonly exchange: string | null;
  readonly routingKey: string | null;
  readonly outcome: Described;
  /** Paths that are to be hidden and are not in the message. */
  readonly missing: readonly string[];
};

/** `route`, of messages as `lake route` reads them: what the routes make of each, and the facts that would follow. */
export const route: Answering = async ({ target, body }) => {
  const { rawDatabase: database } = await namesOf(target);
  const { routes, routed, isSampleSalt } = openRouting();
  const declarations = readDeclarations(readFileSync(ownFacts, 'utf8'));
  const messages: Told[] = [];
  const read = { count: 0 };
  try {
    for await (const { message, outcome, missing } of routed(once(body))) {
      read.count += 1;
      if (messages.length === mostShown) continue;
      const { exchange, routingKey } = message;
      const paths = missing.map(({ path }) => path);
      messages.push({ exchange, routingKey, outcome: describe(outcome, { routes, declarations }), missing: paths });
    }
  } catch (error) {
    // What stands before the mistake is right.
    if (!(error instanceof UsageError) || messages.length === 0) throw error;
    return { database, isSampleSalt, count: read.count, messages, wrong: error.message };
  }
  return { database, isSampleSalt, count: read.count, messages };
};
