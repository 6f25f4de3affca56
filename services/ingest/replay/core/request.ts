import * as z from 'zod';
import { eventName } from '../../events/core/messages/envelope.ts';

const hour = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d$/, 'must be an hour in UTC: 2026-11-20T13')
  .refine((text) => !Number.isNaN(Date.parse(`${text}:00Z`)), 'is no hour of the calendar');

const folder = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be the name of a folder');

/** From an hour, included, to another, excluded; each may be left open where what is listed is little. */
const range = { from: hour.optional(), to: hour.optional() };

const bounded = { from: hour, to: hour };

/** What is to be run again. Times are those of the folders, of raw/db/ of the versions: arrival in S3. */
export const work = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('raw-logs'), source: folder, ...bounded }),
  z.strictObject({ what: z.literal('raw-logs-key'), key: z.string().startsWith('raw/logs/').max(1024) }),
  z.strictObject({
    what: z.literal('raw-db'),
    /** An object, or all below a folder. */
    key: z.string().startsWith('raw/db/').max(1024),
    ...range,
  }),
  z.strictObject({ what: z.literal('raw-events'), eventType: eventName.optional(), ...bounded }),
  z.strictObject({ what: z.literal('failed'), stream: z.enum(['events', 'facts', 'logs']), ...range }),
  z.strictObject({
    what: z.literal('rejected'),
    function: z.enum(['haproxy', 'changes', 'bridge', 'drain']),
    reason: z.string().max(256).optional(),
    ...range,
  }),
]);

export type Work = z.infer<typeof work>;

/** After which object, and which of its lines, a step goes on. */
export const position = z.strictObject({
  /** The prefix that is being listed; the work's prefixes are gone through in order. */
  prefix: z.string(),
  key: z.string(),
  versionId: z.string(),
  /** Lines of the object that are through; undefined: all. */
  lines: z.number().int().nonnegative().optional(),
  /** Of those, how many failed again. */
  failedAgain: z.number().int().nonnegative().optional(),
});

export type Position = z.infer<typeof position>;

/** One step of a run. Without `go` it changes nothing and tells what it would do. */
export const request = z.strictObject({
  run: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, 'must be a name of letters, digits, _ . - (128 at most)'),
  go: z.boolean(),
  /** Begins anew where the run of that name is done or was interrupted. */
  again: z.boolean().default(false),
  work,
  position: position.optional(),
});

export type ReplayRequest = z.infer<typeof request>;

const count = z.number().int().nonnegative();

/** Objects looked at and their bytes; of them done in an earlier run, or archived and not readable now; and what was or would be made. */
const counts = z.object({
  objects: count,
  bytes: count,
  doneBefore: count,
  archived: count,
  /** Records (lines) read. */
  records: count,
  failedAgain: count,
  /** Parts that could not be done; the reasons say why. */
  partsFailed: count.default(0),
  /** Messages to parse-logs or land-changes. */
  messagesSent: count,
  /** Events to the stream. */
  eventsSent: count,
  objectsWritten: count,
});

export type Counts = z.infer<typeof counts>;

/** What a step did, and where the next one has to begin; without a position all is through. */
export const answer = z.object({
  counts,
  /** Why records had failed or were rejected → how often. */
  reasons: z.record(z.string(), count),
  position: position.optional(),
  /** The run was done before: when. This step has done nothing. */
  doneAt: z.string().optional(),
  /** The run was interrupted; these are the counts so far, this step's included. */
  resumed: z.boolean(),
});

export type ReplayAnswer = z.infer<typeof answer>;
