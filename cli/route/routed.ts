import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Message } from '@tributary/ingest/events/core/routes/message.ts';
import { hashes, type Routes, readRoutes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import { createRoute, type Outcome } from '@tributary/ingest/events/core/routes/route.ts';
import { UsageError } from '../usage.ts';
import { readMessages } from './messages.ts';

const ownRoutes = fileURLToPath(import.meta.resolve('@tributary/ingest/events/routes.yml'));

// Any salt shows that a value is hashed; the lake's own lies in its secret.
const sampleSalt = 'the salt of lake route';

/** A path that a route hashes or drops, and that is not in the message. */
export type Missing = { readonly route: string; readonly path: string };

export type Routed = { readonly message: Message; readonly outcome: Outcome; readonly missing: readonly Missing[] };

export type Routing = {
  readonly routes: Routes;
  /** Hashes differ from those of any lake. */
  readonly isSampleSalt: boolean;
  /** What becomes of each message; throws UsageError for what is no message. */
  readonly routed: (input: AsyncIterable<string | Uint8Array>) => AsyncGenerator<Routed>;
};

/** The routes of a file, to try messages on; throws UsageError with what is wrong in it. */
export function openRouting(file = ownRoutes, salt = process.env.LAKE_SALT): Routing {
  const routes = routesOf(file);
  const missing: Missing[] = [];
  const decide = createRoute(
    routes,
    () => salt ?? sampleSalt,
    (route, path) => missing.push({ route, path }),
  );
  return {
    routes,
    isSampleSalt: hashes(routes) && salt === undefined,
    routed: async function* (input) {
      for await (const message of readMessages(input)) {
        const outcome = decide(message, Date.now());
        yield { message, outcome, missing: missing.splice(0) };
      }
    },
  };
}

function routesOf(file: string): Routes {
  try {
    return readRoutes(readFileSync(file, 'utf8'), file === ownRoutes ? 'routes.yml' : file);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
