import * as z from 'zod/mini';
import { every } from './every.ts';
import { call } from './request.ts';

const groupsPage = z.object({
  logGroups: z.optional(z.array(z.object({ logGroupName: z.string() }))),
  nextToken: z.nullish(z.string()),
});
const filtersPage = z.object({
  subscriptionFilters: z.optional(z.array(z.object({ destinationArn: z.string() }))),
});

export function listLogGroups(): Promise<readonly string[]> {
  return every(async (nextToken) => {
    const page = groupsPage.parse(await call('logs', 'DescribeLogGroups', { nextToken, limit: 50 }));
    return { items: (page.logGroups ?? []).map(({ logGroupName }) => logGroupName), next: page.nextToken ?? undefined };
  });
}

/** The ARNs of what a log group's events are sent on to: two at most. */
export async function subscriptionsOf(logGroupName: string): Promise<readonly string[]> {
  const { subscriptionFilters = [] } = filtersPage.parse(
    await call('logs', 'DescribeSubscriptionFilters', { logGroupName }),
  );
  return subscriptionFilters.map(({ destinationArn }) => destinationArn);
}

const eventSchema = z.object({
  eventId: z.string(),
  logStreamName: z.string(),
  /** Milliseconds. */
  timestamp: z.number(),
  message: z.string(),
});

export type LogEvent = z.infer<typeof eventSchema>;

const eventsPage = z.object({ events: z.optional(z.array(eventSchema)), nextToken: z.nullish(z.string()) });

export type LogsAsked = {
  readonly group: string;
  /** As CloudWatch's filter patterns are written; '' is all. */
  readonly pattern?: string;
  /** Milliseconds. */
  readonly from: number;
  readonly most: number;
};

/** The newest events of a group, newest first. Pages without an event occur, so that a few are asked. */
export async function newestEvents({ group, pattern = '', from, most }: LogsAsked): Promise<readonly LogEvent[]> {
  const found: LogEvent[] = [];
  const input = { logGroupName: group, filterPattern: pattern, startTime: from, limit: most, startFromHead: false };
  let nextToken: string | undefined;
  for (let page = 0; page < 10 && found.length < most; page += 1) {
    const answer = eventsPage.parse(await call('logs', 'FilterLogEvents', { ...input, nextToken }));
    found.push(...(answer.events ?? []));
    nextToken = answer.nextToken ?? undefined;
    if (nextToken === undefined) break;
  }
  return found.slice(0, most);
}
