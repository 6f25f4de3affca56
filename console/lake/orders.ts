import * as z from 'zod/mini';
import { sendTo } from '../aws/sqs-orders.ts';
import { ask } from './api.ts';

const list = z.array(z.string());

const plan = z.object({
  ...{ begunAt: z.nullable(z.string()), partitions: list },
  ...{ done: list, going: list, aside: list, left: list, older: list },
  estimate: z.nullable(z.object({ bytes: z.number(), dollars: z.number(), statements: z.number() })),
});

const orders = z.object({
  words: z.string(),
  queue: z.string(),
  messages: z.array(z.record(z.string(), z.unknown())),
  plan: z.optional(plan),
  parts: z.optional(z.array(z.tuple([z.string(), z.string()]))),
});

/** What to send where, that what was asked for be done; `words` say it. */
export type Orders = z.infer<typeof orders>;

export type Asked = Readonly<Record<string, string | undefined>>;

/** The orders that the command of this name would give; nothing is sent. */
export function ordersOf(
  what: 'run' | 'retry' | 'backfill',
  name: string,
  asked: Asked = {},
  signal?: AbortSignal,
): Promise<Orders> {
  const given = Object.entries(asked).flatMap(([key, value]) => (value ? [[key, value]] : []));
  const query = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  return ask(`orders/${what}/${encodeURIComponent(name)}${query}`, orders, signal === undefined ? {} : { signal });
}

/** Sends them to the service that takes them; gives what is said of it. Throws AwsError. */
export async function order({ queue, messages, words }: Orders): Promise<string> {
  if (messages.length > 0) await sendTo(queue, messages);
  return words;
}
