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
  const missing: Missing[] = [];
  const decide = createRoute(
    routes,
    () => process.env.LAKE_SALT ?? sampleSalt,
    (name, path) => missing.push({ route: name, path }),
  );
  if (hashes(routes) && process.env.LAKE_SALT === undefined && !json) {
    process.stderr.write('Hashes are made with a sample salt; set LAKE_SALT to see those of a lake.\n');
  }
  let exitCode: number = exitCodes.done;
  for await (const message of readMessages(standardInput('lake route < FILE'))) {
    const outcome = decide(message, Date.now());
    if (isRejected(outcome)) exitCode = exitCodes.failed;
    const unprotected = missing.splice(0);
    if (json) await write(process.stdout, `${toJson(outcome, unprotected)}\n`);
    else await tell(outcome, message, unprotected);
  }
  return exitCode;
}

async function tell(outcome: Outcome, message: Message, unprotected: readonly Missing[]): Promise<void> {
  await write(process.stdout, told(outcome, message));
  for (const each of unprotected) process.stderr.write(warning(each));
}

function routesOf(file: string) {
  try {
    return readRoutes(readFileSync(file, 'utf8'), file === ownRoutes ? 'routes.yml' : file);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Missing = { readonly route: string; readonly path: string };

/** A path that is to be protected and is not there is often one that is spelled otherwise. */
function warning({ route: name, path }: Missing): string {
  return `Warning: ${name} hashes or drops ${path}, which is not in this message. Spelled otherwise? ignore_case, encoded and required are settings of the step.\n`;
}

function isRejected(outcome: Outcome): boolean {
  return outcome.kind === 'several' ? outcome.outcomes.some(isRejected) : outcome.kind === 'rejected';
}

/** JSON text: the payload's numbers are written as they are. */
function toJson(outcome: Outcome, unprotected: readonly Missing[]): string {
  const { kind, route: name } = outcome;
  const warned =
    unprotected.length === 0 ? '' : `,"unprotected":${JSON.stringify(unprotected.map(({ path }) => path))}`;
  if (outcome.kind === 'several') {
    const outcomes = outcome.outcomes.map((each) => toJson(each, [])).join(',');
    return `{"kind":"several","route":${JSON.stringify(name)},"outcomes":[${outcomes}]${warned}}`;
  }
  if (outcome.kind === 'kept') {
    const head = JSON.stringify({ kind, route: name, partitionKey: outcome.partitionKey }).slice(0, -1);
    return `${head},"envelope":${envelopeLine(outcome.event, outcome.payload).trimEnd()}${warned}}`;
  }
  return JSON.stringify(outcome.kind === 'rejected' ? withoutElement(outcome) : outcome);
}

function withoutElement({ element, ...rejected }: Extract<Outcome, { kind: 'rejected' }>) {
  return element === undefined ? rejected : { ...rejected, element: element.index };
}

function told(outcome: Outcome, message: Message): string {
  if (outcome.kind === 'several') {
    const title = `${outcome.outcomes.length} events by ${outcome.route}\n`;
    return title + outcome.outcomes.map((each) => told(each, message)).join('');
  }
  if (outcome.kind === 'kept') {
    return `kept by ${outcome.route}, partition key ${outcome.partitionKey}\n${envelopeLine(outcome.event, outcome.payload)}`;
  }
  if (outcome.kind === 'rejected') {
    const by = outcome.route === null ? '' : ` by ${outcome.route}`;
    return `rejected${by}: ${outcome.reason}: ${outcome.detail}\n`;
  }
  const { exchange, routingKey } = message;
  if (outcome.route !== null) return `dropped by ${outcome.route}\n`;
  return `dropped: no route matches (exchange ${exchange ?? 'unknown'}, routing key ${routingKey ?? 'unknown'})\n`;
}
