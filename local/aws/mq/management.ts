import { z } from 'zod';
import type { HttpExchange } from '../../kernel/operation.ts';
import type { RestResponse } from '../../wire/rest.ts';
import type { Broker } from './broker.ts';
import { type Properties, propertiesSchema } from './message.ts';
import { BrokerError, badRequest, notCoveredHere } from './refused.ts';
import { exchangeTypes } from './routing.ts';

const args = z.record(z.string(), z.unknown()).default({});
/** What is declared here is durable; asking for anything else is refused. */
const durable = z.literal(true).default(true);
const kept = z.literal(false).default(false);

const exchangeSchema = z.strictObject({
  type: z.enum(exchangeTypes).default('direct'),
  durable,
  auto_delete: kept,
  internal: kept,
  arguments: z.strictObject({}).default({}),
});
const queueSchema = z.strictObject({ durable, auto_delete: kept, arguments: args });
const bindingSchema = z.strictObject({ routing_key: z.string().default(''), arguments: args });
const publishSchema = z.strictObject({
  properties: z.record(z.string(), z.unknown()),
  routing_key: z.string().max(255),
  payload: z.string(),
  payload_encoding: z.enum(['string', 'base64']),
});

type Parts = readonly string[];
type Handler = (broker: Broker, parts: Parts, body: () => Promise<unknown>) => unknown;

/** RabbitMQ's management interface (https://www.rabbitmq.com/docs/http-api-reference): method and path, `:` for a part that is given. */
const routes: readonly (readonly [string, Handler])[] = [
  ['GET vhosts', ({ topology }) => topology.vhosts().map((name) => ({ name }))],
  ['PUT vhosts/:', ({ topology }, [name = '']) => topology.declareVhost(name)],
  ['GET exchanges/:', ({ topology }, [vhost = '']) => topology.exchanges(vhost)],
  [
    'PUT exchanges/:/:',
    async ({ topology }, [vhost = '', name = ''], body) => {
      const { type } = read(exchangeSchema, await body());
      topology.declareExchange({ vhost, name, type });
    },
  ],
  ['DELETE exchanges/:/:', ({ topology }, [vhost = '', name = '']) => topology.deleteExchange(vhost, name)],
  ['POST exchanges/:/:/publish', publish],
  ['GET queues', (broker) => broker.topology.queues().map((queue) => ({ ...queue, ...countsOf(broker, queue) }))],
  [
    'GET queues/:',
    (broker, [vhost]) => broker.topology.queues(vhost).map((one) => ({ ...one, ...countsOf(broker, one) })),
  ],
  [
    'GET queues/:/:',
    (broker, [vhost = '', name = '']) => {
      const queue = broker.topology.queue(vhost, name);
      return { ...queue, ...countsOf(broker, queue) };
    },
  ],
  [
    'PUT queues/:/:',
    async ({ topology }, [vhost = '', name = ''], body) => {
      topology.declareQueue({ vhost, name, arguments: read(queueSchema, await body()).arguments });
    },
  ],
  ['DELETE queues/:/:', (broker, [vhost = '', name = '']) => broker.deleteQueue(broker.topology.queue(vhost, name))],
  ['DELETE queues/:/:/contents', (broker, [vhost = '', name = '']) => broker.purge(broker.topology.queue(vhost, name))],
  ['GET bindings/:', ({ topology }, [vhost = '']) => topology.bindings(vhost)],
  [
    'POST bindings/:/e/:/q/:',
    async ({ topology }, [vhost = '', exchange = '', queue = ''], body) => {
      const { routing_key: routingKey, arguments: given } = read(bindingSchema, await body());
      topology.bind({ vhost, exchange: exchangeName(exchange), queue, routingKey, arguments: given });
    },
  ],
];

/** Answers `/api/…` as RabbitMQ's management interface; undefined for any other path, and when nobody asks as RabbitMQ's clients do. */
export async function answerManagement(
  broker: Broker | undefined,
  path: string,
  http: HttpExchange,
): Promise<RestResponse | undefined> {
  const asks = (http.headers.authorization ?? '').startsWith('Basic ');
  if (!path.startsWith('/api/') || !asks) return undefined;
  try {
    if (broker === undefined)
      throw new BrokerError(501, 'not_implemented', 'AMQP_URL names a real RabbitMQ: ask that one.');
    return await answer(broker, path, http);
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return json(error.status, { error: error.code, reason: error.message });
  }
}

async function answer(broker: Broker, path: string, http: HttpExchange): Promise<RestResponse> {
  const given = path.slice('/api/'.length).split('/').map(decodeURIComponent);
  for (const [route, handle] of routes) {
    const parts = partsOf(route, http.method, given);
    if (parts === undefined) continue;
    const value = await handle(broker, parts, () => readBody(http));
    return value === undefined
      ? { status: http.method === 'DELETE' ? 204 : 201, headers: {}, body: '' }
      : json(200, value);
  }
  throw notCoveredHere(`${http.method} ${path}`);
}

function partsOf(route: string, method: string, given: Parts): Parts | undefined {
  const [routeMethod, pattern = ''] = route.split(' ', 2);
  const wanted = pattern.split('/');
  const fits = (part: string, at: number) => part === ':' || part === given[at];
  if (routeMethod !== method || wanted.length !== given.length || !wanted.every(fits)) return undefined;
  return given.filter((_part, at) => wanted[at] === ':');
}

async function publish(broker: Broker, [vhost = '', name = '']: Parts, body: () => Promise<unknown>) {
  const given = read(publishSchema, await body());
  const routed = broker.publish(vhost, exchangeName(name), {
    routingKey: given.routing_key,
    properties: read(propertiesSchema, camelCased(given.properties)) satisfies Properties,
    body: Buffer.from(given.payload, given.payload_encoding === 'base64' ? 'base64' : 'utf8'),
  });
  return { routed };
}

/** The default exchange has no name, which no path can hold. */
function exchangeName(name: string): string {
  return name === 'amq.default' ? '' : name;
}

function camelCased(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const camel = (name: string) => name.replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [camel(name), value]));
}

function countsOf(broker: Broker, queue: Parameters<Broker['counts']>[0]) {
  const { ready, unacknowledged } = broker.counts(queue);
  return { messages: ready + unacknowledged, messages_ready: ready, messages_unacknowledged: unacknowledged };
}

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw badRequest(z.prettifyError(result.error));
  return result.data;
}

async function readBody({ body }: HttpExchange): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw badRequest('The body is not JSON.');
  }
}

function json(status: number, value: unknown): RestResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
