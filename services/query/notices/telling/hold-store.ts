import type { JobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import * as z from 'zod';
import type { Notice } from '../core/notice.ts';
import type { Held } from '../core/notice-text.ts';

/** What is known of a group of notices: until when it is not told again, and what was held back since. */
export type HoldState = {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly held?: Held;
  /** The last that was held back. */
  readonly notice?: Notice;
};

export type HoldStore = {
  readonly state: (key: string) => Promise<HoldState | undefined>;
  readonly all: () => Promise<readonly HoldState[]>;
  /** Takes the group until then, to tell of it; false where another has it, or has told of it. */
  readonly claim: (key: string, now: number, until: number) => Promise<boolean>;
  /** Has it told of no more until then; what was held back, and is told now, is no longer. */
  readonly told: (key: string, until: number, held: Held | undefined) => Promise<void>;
  /** Gives up a claim. */
  readonly release: (key: string) => Promise<void>;
  readonly hold: (notice: Notice) => Promise<void>;
};

const keptSeconds = 7 * 86_400;
const pk = 'notices';

const notice = z.object({
  ...{ key: z.string(), page: z.string(), title: z.string(), subject: z.string(), wrong: z.string() },
  ...{ means: z.string(), begin: z.string(), since: z.string(), unit: z.string() },
  ...{ object: z.string().optional(), link: z.string().optional(), again: z.string().optional() },
  ...{ count: z.number(), events: z.number() },
});

const item = z.object({
  sk: z.string(),
  heldUntil: z.number().default(0),
  heldCount: z.number().default(0),
  heldEvents: z.number().default(0),
  heldSince: z.string().optional(),
  notice: z.string().optional(),
});

/** In the jobs' table, in items of pk `notices`, which DynamoDB throws away a week after the last. */
export function createHoldStore(table: JobsTable, now: () => number): HoldStore {
  const expires = () => Math.floor(now() / 1000) + keptSeconds;
  const set = async (key: string, update: string, values: Readonly<Record<string, unknown>>) => {
    await table.update({ pk, sk: key }, { update, values: { ...values, ':expires': expires() } });
  };
  return {
    async state(key) {
      const found = await table.get({ pk, sk: key });
      return found === undefined ? undefined : stateOf(found);
    },
    async all() {
      const states: HoldState[] = [];
      let from: Awaited<ReturnType<JobsTable['query']>>['next'];
      do {
        const page = await table.query({ pk, sk: '' }, from === undefined ? {} : { from });
        states.push(...page.items.map(stateOf));
        from = page.next;
      } while (from !== undefined);
      return states;
    },
    claim: (key, at, until) =>
      table.update(
        { pk, sk: key },
        {
          update: 'SET heldUntil = :until, expiresAt = :expires',
          condition: 'attribute_not_exists(heldUntil) OR heldUntil <= :now',
          values: { ':until': until, ':now': at, ':expires': expires() },
        },
      ),
    // Subtracted, not removed: another may have held something back meanwhile.
    told: (key, until, { count, events } = { count: 0, events: 0, since: '' }) =>
      set(
        key,
        'SET heldUntil = :until, expiresAt = :expires REMOVE heldSince ADD heldCount :count, heldEvents :events',
        {
          ':until': until,
          ':count': -count,
          ':events': -events,
        },
      ),
    release: (key) => set(key, 'SET heldUntil = :zero, expiresAt = :expires', { ':zero': 0 }),
    hold: (held) =>
      set(
        held.key,
        'SET notice = :notice, heldSince = if_not_exists(heldSince, :since), expiresAt = :expires ADD heldCount :count, heldEvents :events',
        {
          ':notice': JSON.stringify(held),
          ':since': held.since,
          ':count': held.count,
          ':events': held.events,
        },
      ),
  };
}

function stateOf(found: unknown): HoldState {
  const { sk, heldUntil, heldCount, heldEvents, heldSince, notice: text } = item.parse(found);
  const last = text === undefined ? undefined : readNotice(text);
  return {
    key: sk,
    until: heldUntil,
    ...(last !== undefined && { notice: last }),
    ...(heldEvents > 0 && { held: { count: heldCount, events: heldEvents, since: heldSince ?? last?.since ?? '' } }),
  };
}

function readNotice(text: string): Notice {
  return notice.parse(JSON.parse(text));
}
