import * as z from 'zod';
import { eventName } from '../messages/envelope.ts';
import { step } from './shape-document.ts';
import { nameSource, oneOrMore, path, place, scalar, source, time } from './source-document.ts';

/** What routes.yml may say. README.md has the same in words; a mistake is told with its line by readRoutes. */

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
  content_type: oneOrMore.optional(),
  exchange: oneOrMore.optional(),
  routing_key: oneOrMore.optional(),
  queue: oneOrMore.optional(),
  type: oneOrMore.optional(),
  app_id: oneOrMore.optional(),
  headers: z.record(z.string(), headerTest).optional(),
  body: z.array(bodyTest).optional(),
});
export type Match = z.infer<typeof match>;

/** The array whose elements are events: where it is, or `$`, the body itself. */
const each = z.union([z.literal('$').transform(() => []), place], 'must be a path, or $ for the body itself');

const kept = {
  event_type: nameSource,
  entity: nameSource,
  entity_id: source,
  event_id: source.optional(),
  occurred_at: z
    .union([time.transform((one) => [one]), z.array(time).min(1)])
    .default([{ property: 'timestamp', format: 'epoch_ms' }, { now: true }]),
  partition_key: source.optional(),
  each: each.optional(),
  /** Whether a message without a body is an event, of the payload {}. */
  empty_body: z.boolean().default(false),
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
