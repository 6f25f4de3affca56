import * as z from 'zod/mini';

const at = z.object({
  line: z.optional(z.number()),
  event: z.optional(z.number()),
  offset: z.optional(z.number()),
  end: z.optional(z.number()),
});

const row = z.object({
  kind: z.literal('row'),
  at,
  table: z.enum(['haproxy_requests', 'haproxy_events']),
  row: z.record(z.string(), z.unknown()),
});

const rejectedLine = z.object({
  kind: z.literal('rejected'),
  at,
  reason: z.string(),
  detail: z.string(),
  text: z.optional(z.string()),
  advice: z.string(),
});

const column = z.object({ name: z.string(), type: z.string(), about: z.string() });

/** What `/_lake/api/parse` answers: of many lines the first of those with rows, and of those without. */
export const parsedSchema = z.object({
  counts: z.object({ haproxy_requests: z.number(), haproxy_events: z.number(), rejected: z.number() }),
  columns: z.record(z.string(), z.array(column)),
  outcomes: z.array(z.discriminatedUnion('kind', [row, rejectedLine])),
});

export type Parsed = z.infer<typeof parsedSchema>;
export type LineOutcome = Parsed['outcomes'][number];
export type Column = z.infer<typeof column>;

const fact = z.object({ fact_id: z.string(), attribute: z.string(), value: z.string(), at: z.string() });

const kept = z.object({
  kind: z.literal('kept'),
  route: z.string(),
  partitionKey: z.string(),
  event: z.record(z.string(), z.string()),
  /** JSON text. */
  payload: z.string(),
  table: z.string(),
  hashed: z.array(z.string()),
  dropped: z.array(z.string()),
  facts: z.object({ isDeclared: z.boolean(), table: z.string(), all: z.array(fact) }),
});

const dropped = z.object({ kind: z.literal('dropped'), route: z.nullable(z.string()) });

const rejectedMessage = z.object({
  kind: z.literal('rejected'),
  route: z.nullable(z.string()),
  reason: z.string(),
  detail: z.string(),
  element: z.optional(z.number()),
});

const single = [kept, dropped, rejectedMessage] as const;
const several = z.object({
  kind: z.literal('several'),
  route: z.string(),
  outcomes: z.array(z.discriminatedUnion('kind', single)),
});

const message = z.object({
  exchange: z.nullable(z.string()),
  routingKey: z.nullable(z.string()),
  outcome: z.discriminatedUnion('kind', [...single, several]),
  missing: z.array(z.string()),
});

/** What `/_lake/api/route` answers; `wrong` says of the first that is no message why. */
export const routedSchema = z.object({
  /** That the tables of events and facts are in. */
  database: z.string(),
  isSampleSalt: z.boolean(),
  count: z.number(),
  messages: z.array(message),
  wrong: z.optional(z.string()),
});

export type Routed = z.infer<typeof routedSchema>;
export type Message = z.infer<typeof message>;
export type Single = z.infer<(typeof single)[number]>;
export type Kept = z.infer<typeof kept>;

export const examplesSchema = z.object({ lines: z.string(), messages: z.string() });
