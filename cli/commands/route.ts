import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { envelopeLine } from '@tributary/ingest/events/core/messages/envelope.ts';
import type { Message } from '@tributary/ingest/events/core/routes/message.ts';
import { hashes, readRoutes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import { createRoute, type Outcome } from '@tributary/ingest/events/core/routes/route.ts';
import { standardInput } from '../standard-input.ts';
import { write } from '../terminal/output.ts';
import { exitCodes, UsageError } from '../usage.ts';
import { readMessages } from './route-messages.ts';

const ownRoutes = fileURLToPath(import.meta.resolve('@tributary/ingest/events/routes.yml'));

// Any salt shows that a value is hashed; the lake's own lies in its secret.
const sampleSalt = 'the salt of lake route';

export type RouteFlags = { readonly routes?: string | undefined; readonly json?: true | undefined };

/** `lake route < FILE`: what the routes make of messages, one after another; exit code 1 when one is rejected. */
export async function route({ routes: file = ownRoutes, json }: RouteFlags): Promise<number> {
  const routes = routesOf(file);
  const decide = createRoute(routes, () => process.env.LAKE_SALT ?? sampleSalt);
  if (hashes(routes) && process.env.LAKE_SALT === undefined && !json) {
    process.stderr.write('Hashes are made with a sample salt; set LAKE_SALT to see those of a lake.\n');
  }
  let exitCode: number = exitCodes.done;
  for await (const message of readMessages(standardInput('lake route < FILE'))) {
    const outcome = decide(message, Date.now());
    if (outcome.kind === 'rejected') exitCode = exitCodes.failed;
    await write(process.stdout, json ? `${JSON.stringify(toJson(outcome))}\n` : told(outcome, message));
  }
  return exitCode;
}

function routesOf(file: string) {
  try {
    return readRoutes(readFileSync(file, 'utf8'), file === ownRoutes ? 'routes.yml' : file);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function toJson(outcome: Outcome): unknown {
  if (outcome.kind !== 'kept') return outcome;
  const { kind, route: name, event, payload, partitionKey } = outcome;
  return { kind, route: name, partitionKey, envelope: JSON.parse(envelopeLine(event, payload)) };
}

function told(outcome: Outcome, { exchange, routingKey }: Message): string {
  if (outcome.kind === 'kept') {
    return `kept by ${outcome.route}, partition key ${outcome.partitionKey}\n${envelopeLine(outcome.event, outcome.payload)}`;
  }
  if (outcome.kind === 'rejected') {
    const by = outcome.route === null ? '' : ` by ${outcome.route}`;
    return `rejected${by}: ${outcome.reason}: ${outcome.detail}\n`;
  }
  if (outcome.route !== null) return `dropped by ${outcome.route}\n`;
  return `dropped: no route matches (exchange ${exchange ?? 'unknown'}, routing key ${routingKey ?? 'unknown'})\n`;
}
