import { join } from 'node:path';
import { openJournal } from '../../kernel/journal.ts';
import { badRequest, notCoveredHere, notFound } from './refused.ts';
import { type Binding, type ExchangeType, matches } from './routing.ts';

export type Exchange = { readonly vhost: string; readonly name: string; readonly type: ExchangeType };

export type Queue = {
  readonly vhost: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
};

/** Virtual hosts, exchanges, queues and bindings, all durable. The default exchange, '', reaches every queue by its name. */
export type Topology = {
  readonly vhosts: () => readonly string[];
  declareVhost(name: string): void;
  declareExchange(exchange: Exchange): void;
  declareQueue(queue: Queue): void;
  bind(binding: Binding): void;
  unbind(binding: Binding): void;
  deleteExchange(vhost: string, name: string): void;
  deleteQueue(vhost: string, name: string): void;
  exchanges(vhost: string): readonly Exchange[];
  queues(vhost?: string): readonly Queue[];
  bindings(vhost: string): readonly Binding[];
  /** Throws BrokerError for an unknown one. */
  queue(vhost: string, name: string): Queue;
  /** The queues that a message reaches, each once; throws BrokerError for an unknown exchange. */
  route(
    vhost: string,
    exchange: string,
    message: { readonly routingKey: string; readonly headers: Readonly<Record<string, unknown>> },
  ): readonly Queue[];
};

const builtIn: readonly Omit<Exchange, 'vhost'>[] = [
  { name: '', type: 'direct' },
  { name: 'amq.direct', type: 'direct' },
  { name: 'amq.topic', type: 'topic' },
  { name: 'amq.fanout', type: 'fanout' },
  { name: 'amq.headers', type: 'headers' },
];

const queueArguments = ['x-queue-type', 'x-dead-letter-exchange', 'x-dead-letter-routing-key'];

const idOf = (...parts: readonly string[]) => JSON.stringify(parts);

export function openTopology(dir: string): Topology {
  const vhosts = openJournal<string>(join(dir, 'vhosts.jsonl'));
  const exchanges = openJournal<Exchange>(join(dir, 'exchanges.jsonl'));
  const queues = openJournal<Queue>(join(dir, 'queues.jsonl'));
  const bindings = openJournal<Binding>(join(dir, 'bindings.jsonl'));

  function checkVhost(vhost: string): void {
    if (vhost !== '/' && !vhosts.has(vhost)) throw notFound(`virtual host '${vhost}'`);
  }
  function findExchange(vhost: string, name: string): Exchange {
    checkVhost(vhost);
    const known = builtIn.find((one) => one.name === name);
    const found = known === undefined ? exchanges.get(idOf(vhost, name)) : { ...known, vhost };
    if (found === undefined) throw notFound(`exchange '${name}' in vhost '${vhost}'`);
    return found;
  }
  function queue(vhost: string, name: string): Queue {
    checkVhost(vhost);
    const found = queues.get(idOf(vhost, name));
    if (found === undefined) throw notFound(`queue '${name}' in vhost '${vhost}'`);
    return found;
  }
  function dropBindings(isGone: (binding: Binding) => boolean): void {
    for (const [id, binding] of [...bindings.entries()]) if (isGone(binding)) bindings.delete(id);
  }
  return {
    vhosts: () => ['/', ...vhosts.keys()],
    declareVhost: (name) => vhosts.put(name, name),
    declareExchange(exchange) {
      checkVhost(exchange.vhost);
      const id = idOf(exchange.vhost, exchange.name);
      const known = builtIn.find((one) => one.name === exchange.name) ?? exchanges.get(id);
      if (known !== undefined && known.type !== exchange.type)
        throw badRequest(`inequivalent arg 'type' for exchange '${exchange.name}': '${known.type}' is there`);
      if (exchange.name.startsWith('amq.') && known === undefined)
        throw badRequest(`exchange name '${exchange.name}' contains reserved prefix 'amq.*'`);
      if (known === undefined) exchanges.put(id, exchange);
    },
    declareQueue(one) {
      checkVhost(one.vhost);
      const stray = Object.keys(one.arguments).find((name) => !queueArguments.includes(name));
      if (stray !== undefined) throw notCoveredHere(`the queue argument ${stray}`);
      if (one.arguments['x-queue-type'] === 'stream') throw notCoveredHere('streams');
      const known = queues.get(idOf(one.vhost, one.name));
      if (known !== undefined && JSON.stringify(known.arguments) !== JSON.stringify(one.arguments))
        throw badRequest(`inequivalent arguments for queue '${one.name}' in vhost '${one.vhost}'`);
      if (known === undefined) queues.put(idOf(one.vhost, one.name), one);
    },
    bind(binding) {
      findExchange(binding.vhost, binding.exchange);
      queue(binding.vhost, binding.queue);
      bindings.put(bindingId(binding), binding);
    },
    unbind: (binding) => void bindings.delete(bindingId(binding)),
    deleteExchange(vhost, name) {
      findExchange(vhost, name);
      if (!exchanges.delete(idOf(vhost, name))) throw badRequest(`exchange '${name}' cannot be deleted`);
      dropBindings((binding) => binding.vhost === vhost && binding.exchange === name);
    },
    deleteQueue(vhost, name) {
      queue(vhost, name);
      queues.delete(idOf(vhost, name));
      dropBindings((binding) => binding.vhost === vhost && binding.queue === name);
    },
    exchanges(vhost) {
      checkVhost(vhost);
      const own = [...exchanges.values()].filter((one) => one.vhost === vhost);
      return [...builtIn.map((one) => ({ ...one, vhost })), ...own];
    },
    queues: (vhost) => [...queues.values()].filter((one) => vhost === undefined || one.vhost === vhost),
    bindings: (vhost) => [...bindings.values()].filter((one) => one.vhost === vhost),
    queue,
    route(vhost, name, message) {
      const { type } = findExchange(vhost, name);
      if (name === '')
        return [...queues.values()].filter((one) => one.vhost === vhost && one.name === message.routingKey);
      const reached = [...bindings.values()]
        .filter((one) => one.vhost === vhost && one.exchange === name && matches(type, one, message))
        .map((one) => one.queue);
      return [...new Set(reached)].map((one) => queue(vhost, one));
    },
  };
}

function bindingId({ vhost, exchange, queue, routingKey, arguments: args }: Binding): string {
  return idOf(vhost, exchange, queue, routingKey, JSON.stringify(args));
}
