import * as z from 'zod';
import { createReadInstant } from './instant.ts';
import { parseNamePattern } from './name-pattern.ts';
import { type Path, parsePath } from './path.ts';

/** How routes.yml says where something is. README.md has the same in words. */

export const path = z.string().transform((text, context): Path => {
  const read = parsePath(text);
  if (read !== null) return read;
  context.addIssue('is no path: write keys and indices with dots between, as in order.lines.0.sku');
  return z.NEVER;
});

/** A place that holds one value. */
export const place = path.refine((segments) => !segments.includes('*'), 'leads to many values: take one, without *');

export const scalar = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  'must be a text, a number, true, false or null',
);
export const oneOrMore = z.union(
  [z.string().transform((one) => [one]), z.array(z.string()).min(1)],
  'must be a text or a list of texts',
);

const properties = [
  'message_id',
  'correlation_id',
  'type',
  'app_id',
  'user_id',
  'timestamp',
  'content_type',
  'content_encoding',
  'reply_to',
  'expiration',
  'cluster_id',
  'priority',
  'delivery_mode',
] as const;

const sourceFields = {
  path: place.optional(),
  /** In the whole body, where `path` begins at an element of `each`. */
  body: place.optional(),
  header: z.string().min(1).optional(),
  property: z.enum(properties).optional(),
  /** Which word of the routing key, counted from 0. */
  routing_key: z.int().nonnegative().optional(),
  /** The whole of what RabbitMQ said beside the message. */
  delivery: z.enum(['exchange', 'routing_key', 'queue', 'vhost']).optional(),
  constant: z.union([z.string(), z.number()]).optional(),
};
const oneOf = 'a text, or one of path, header, property, routing_key, constant, body, delivery';

function hasOneSource(fields: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(sourceFields).filter((name) => fields[name] !== undefined).length === 1;
}

/** A bare text or number is itself the value. */
const bare = (given: unknown) => (typeof given === 'string' || typeof given === 'number' ? { constant: given } : given);
const error = ({ input }: { readonly input?: unknown }) => (input === undefined ? `is missing: ${oneOf}` : undefined);

/** Where a value comes from. */
export const source = z.preprocess(bare, z.strictObject(sourceFields, { error }).refine(hasOneSource, oneOf));
export type Source = z.infer<typeof source>;

/** A source, as it must be written out. */
export const plainSource = z.strictObject(sourceFields).refine(hasOneSource, oneOf);

const pattern = z
  .string()
  .refine((text) => parseNamePattern(text) !== null, 'must have {word} or {words} once, and * twice at most');

/** Where a name comes from; with `pattern` it is made of a part of what is there. */
export const nameSource = z.preprocess(
  bare,
  z.strictObject({ ...sourceFields, pattern: pattern.optional() }, { error }).refine(hasOneSource, oneOf),
);
export type NameSource = z.infer<typeof nameSource>;

export const format = z
  .string()
  .refine(
    (text) => createReadInstant(text) !== null,
    'must be iso, epoch_s, epoch_ms or a pattern such as yyyy-MM-dd HH:mm:ss',
  );

export const time = z.union(
  [
    z.literal('ingested_at').transform(() => ({ now: true }) as const),
    z.strictObject({ ...sourceFields, format: format.default('iso') }).refine(hasOneSource, oneOf),
  ],
  'must be ingested_at or a source (path, header, property …) with its format',
);
export type Time = z.infer<typeof time>;
