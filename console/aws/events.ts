import * as z from 'zod/mini';
import { every } from './every.ts';
import { call } from './request.ts';

const ruleSchema = z.object({
  Name: z.string(),
  State: z.optional(z.string()),
  EventPattern: z.optional(z.string()),
  ScheduleExpression: z.optional(z.string()),
  Description: z.optional(z.string()),
});

export type Rule = z.infer<typeof ruleSchema>;

const rulesPage = z.object({ Rules: z.array(ruleSchema), NextToken: z.nullish(z.string()) });
const targetsPage = z.object({ Targets: z.array(z.object({ Arn: z.string() })), NextToken: z.nullish(z.string()) });

export function listRules(bus: string): Promise<readonly Rule[]> {
  return every(async (NextToken) => {
    const { Rules, NextToken: next } = rulesPage.parse(
      await call('events', 'ListRules', { EventBusName: bus, NextToken }),
    );
    return { items: Rules, next: next ?? undefined };
  });
}

/** The ARNs of what a rule sends its events to. */
export function listTargets(bus: string, rule: string): Promise<readonly string[]> {
  return every(async (NextToken) => {
    const input = { EventBusName: bus, Rule: rule, NextToken };
    const { Targets, NextToken: next } = targetsPage.parse(await call('events', 'ListTargetsByRule', input));
    return { items: Targets.map(({ Arn }) => Arn), next: next ?? undefined };
  });
}
