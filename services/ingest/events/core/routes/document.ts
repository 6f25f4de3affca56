import * as z from 'zod';
import { eventName } from '../messages/envelope.ts';
import { createReadInstant } from './instant.ts';
import { type Path, parsePath } from './path.ts';

/** What routes.yml may say. services/ingest/README.md has the same in words; a mistake is told with its line by readRoutes. */

const path = z.string().transform((text, context): Path => {
  const read = parsePath(text);
  if (read !== null) return read;
  context.addIssue('is no path: write keys and indices with dots between, as in order.lines.0.sku');
  return z.NEVER;
});

/** A place that holds one value. */
const place = path.refine((segments) => !segments.includes('*'), 'leads to many values: take one, without *');

const scalar = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  'must be a text, a number, true, false or null',
);
const oneOrMore = z.union(
  [z.string().transform((one) => [one]), z.array(z.string()).min(1)],
  'must be a text or a list of texts',
);

const properties = ['message_id', 'correlation_id', 'type', 'app_id', 'user_id', 'timestamp'] as const;

const sourceFields = {
  path: place.optional(),
  header: z.string().min(1).optional(),
  property: z.enum(properties).optional(),
  /** Which word of the routing key, counted from 0. */
  routing_key: z.int().nonnegative().optional(),
  constant: z.union([z.string(), z.number()]).optional(),
};
const oneOf = 'a text, or one of path, header, property, routing_key, constant';

function hasOneSource(fields: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(sourceFields).filter((name) => fields[name] !== undefined).length === 1;
}

/** Where a value comes from; a bare text or number is itself the value. */
const source = z.preprocess(
  (given) => (typeof given === 'string' || typeof given === 'number' ? { constant: given } : given),
  z
    .strictObject(sourceFields, { error: ({ input }) => (input === undefined ? `is missing: ${oneOf}` : undefined) })
    .refine(hasOneSource, oneOf),
);
export type Source = z.infer<typeof source>;

const format = z
  .string()
  .refine(
    (text) => createReadInstant(text) !== null,
    'must be iso, epoch_s, epoch_ms or a pattern such as yyyy-MM-dd HH:mm:ss',
  );

const time = z.union(
  [
    z.literal('ingested_at').transform(() => ({ now: true }) as const),
    z.strictObject({ ...sourceFields, format: format.default('iso') }).refine(hasOneSource, oneOf),
  ],
  'must be ingested_at or a source (path, header, property …) with its format',
);
export type Time = z.infer<typeof time>;

const test = {
  equals: scalar.optional(),
  in: z.array(scalar).min(1).optional(),
  exists: z.boolean().optional(),
  prefix: z.string().min(1).optional(),
};
const tests = 'must have one of equals, in, exists, prefix';

function hasOneTest(fields: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(test).filter((name) => fields[name] !== undefined).length === 1;
}

const headerTest = z.preprocess(
  (given) => (typeof given === 'object' && given !== null ? given : { equals: given }),
  z.strictObject(test).refine(hasOneTest, tests),
);
const bodyTest = z.strictObject({ path, ...test }).refine(hasOneTest, tests);
export type Test = z.infer<typeof headerTest>;
export type BodyTest = z.infer<typeof bodyTest>;

const match = z.strictObject({
  exchange: oneOrMore.optional(),
  routing_key: oneOrMore.optional(),
  queue: oneOrMore.optional(),
  type: oneOrMore.optional(),
  app_id: oneOrMore.optional(),
  headers: z.record(z.string(), headerTest).optional(),
  body: z.array(bodyTest).optional(),
});
export type Match = z.infer<typeof match>;

const paths = z.array(path).min(1);

/** By path, in the order of the file. */
function byPath<T extends z.ZodType>(of: T, keys: typeof path | typeof place = path) {
  return z.record(z.string(), of).transform((given, context): readonly (readonly [Path, z.infer<T>])[] =>
    Object.entries(given).flatMap(([text, value]) => {
      const read = keys.safeParse(text);
      if (read.success) return [[read.data, value] as const];
      context.addIssue({ code: 'custom', path: [text], message: read.error.issues[0]?.message ?? 'is no path' });
      return [];
    }),
  );
}

const stepFields = {
  pick: paths.optional(),
  drop: paths.optional(),
  rename: byPath(place, place).optional(),
  set: byPath(z.json(), place).optional(),
  hash: paths.optional(),
  truncate: byPath(z.int().positive()).optional(),
  date: byPath(format).optional(),
};
const step = z
  .strictObject(stepFields)
  .refine(
    (given) => Object.values(given).filter((each) => each !== undefined).length === 1,
    `must do one of ${Object.keys(stepFields).join(', ')}`,
  );
export type Step = z.infer<typeof step>;

const kept = {
  event_type: source,
  entity: source,
  entity_id: source,
  event_id: source.optional(),
  occurred_at: z
    .union([time.transform((one) => [one]), z.array(time).min(1)])
    .default([{ property: 'timestamp', format: 'epoch_ms' }, { now: true }]),
  partition_key: source.optional(),
  shape: z.array(step).default([]),
};

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be a name in lower case: letters, digits, - and _');
const keepRoute = z.strictObject({ name, match: match.default({}), drop: z.literal(false).optional(), ...kept });
const dropRoute = z.strictObject({ name, match: match.default({}), drop: z.literal(true) });

/** Names that become table names are checked here where the file gives them, and with each message where it only says where they are. */
function hasConstantNames(route: z.infer<typeof keepRoute>, context: z.RefinementCtx): void {
  for (const field of ['event_type', 'entity'] as const) {
    const { constant } = route[field];
    const read = eventName.safeParse(constant);
    if (constant !== undefined && !read.success) {
      context.addIssue({ code: 'custom', path: [field], message: read.error.issues[0]?.message ?? 'is no name' });
    }
  }
}

export const keepRouteSchema = keepRoute.superRefine(hasConstantNames);
export const dropRouteSchema = dropRoute;
export type KeepRoute = z.infer<typeof keepRoute>;
type DropRoute = z.infer<typeof dropRoute>;
export type Route = KeepRoute | DropRoute;

/** The file around its routes: they are read one by one, so that each mistake is that of its own kind of route. */
export const routesFile = z.strictObject({
  unmatched: z
    .union([z.literal('drop'), z.strictObject({ event_type: eventName })], 'must be drop, or an object with event_type')
    .default('drop'),
  routes: z.array(z.unknown()),
});
export type Unmatched = z.infer<typeof routesFile>['unmatched'];
