import type { PutRuleRequest } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { type Events, onRule } from './events.ts';
import { invalid } from './fault.ts';
import { compilePattern } from './pattern.ts';
import type { RuleRecord } from './record.ts';
import { checkRole } from './role.ts';
import { parseSchedule } from './schedule.ts';

const maxPatternBytes = 2048;

export const putRule = (events: Events) =>
  operation('events', 'PutRule', {
    permissions: onRule('PutRule'),
    async handle(input, { cloud }) {
      const { EventPattern, ScheduleExpression } = input;
      const name = input.Name ?? '';
      const bus = events.store.bus(input.EventBusName).name;
      if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) throw invalid(`Parameter Name is not valid: ${name}`);
      checkWhen({ EventPattern, ScheduleExpression, bus });
      await checkRole(cloud, input.RoleArn);
      const rule = newRule(input, { name, bus, now: cloud.clock.now() }, events.store.findRule(name, bus));
      events.store.putRule(rule);
      events.reschedule();
      return { RuleArn: events.store.ruleArn(rule) };
    },
  });

type Place = { readonly name: string; readonly bus: string; readonly now: number };

/** An existing rule keeps its targets and tags, and, with the same schedule, its beat. */
function newRule(input: PutRuleRequest, { name, bus, now }: Place, existing: RuleRecord | undefined): RuleRecord {
  const { EventPattern, ScheduleExpression, Description, RoleArn, State, Tags } = input;
  return {
    name,
    bus,
    state: State ?? 'ENABLED',
    since: existing?.scheduleExpression === ScheduleExpression ? (existing?.since ?? now) : now,
    targets: existing?.targets ?? [],
    tags: existing?.tags ?? Tags ?? [],
    ...(EventPattern !== undefined && { eventPattern: EventPattern }),
    ...(ScheduleExpression !== undefined && { scheduleExpression: ScheduleExpression }),
    ...(Description !== undefined && { description: Description }),
    ...(RoleArn !== undefined && { roleArn: RoleArn }),
  };
}

type When = {
  readonly EventPattern: string | undefined;
  readonly ScheduleExpression: string | undefined;
  readonly bus: string;
};

function checkWhen({ EventPattern, ScheduleExpression, bus }: When): void {
  if (!EventPattern && !ScheduleExpression)
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (EventPattern) {
    if (Buffer.byteLength(EventPattern) > maxPatternBytes)
      throw new AwsError('LimitExceededException', `EventPattern is longer than ${maxPatternBytes} bytes`);
    compilePattern(EventPattern);
  }
  if (!ScheduleExpression) return;
  if (bus !== 'default') throw invalid('ScheduleExpression is supported only on the default event bus.');
  parseSchedule(ScheduleExpression);
}
