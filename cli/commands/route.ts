import { envelopeLine } from '@tributary/ingest/events/core/messages/envelope.ts';
import type { Message } from '@tributary/ingest/events/core/routes/message.ts';
import type { Outcome } from '@tributary/ingest/events/core/routes/route.ts';
import { type Missing, openRouting } from '../route/routed.ts';
import { standardInput } from '../standard-input.ts';
import { write } from '../terminal/output.ts';
import { exitCodes } from '../usage.ts';

export type RouteFlags = { readonly routes?: string | undefined; readonly json?: true | undefined };

/** `lake route < FILE`: what the routes make of messages, one after another; exit code 1 when one is rejected. */
export async function route({ routes: file, json }: RouteFlags): Promise<number> {
  const { routed, isSampleSalt } = openRouting(file);
  if (isSampleSalt && !json) {
    process.stderr.write('Hashes are made with a sample salt; set LAKE_SALT to see those of a lake.\n');
  }
  let exitCode: number = exitCodes.done;
  for await (const { message, outcome, missing } of routed(standardInput('lake route < FILE'))) {
    if (isRejected(outcome)) exitCode = exitCodes.failed;
    if (json) await write(process.stdout, `${toJson(outcome, missing)}\n`);
    else await tell(outcome, message, missing);
  }
  return exitCode;
}

async function tell(outcome: Outcome, message: Message, unprotected: readonly Missing[]): Promise<void> {
  await write(process.stdout, told(outcome, message));
  for (const each of unprotected) process.stderr.write(warning(each));
}

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
