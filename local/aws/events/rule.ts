import { type Context, operation } from '../../kernel/operation.ts';
import { type Events, onRule } from './events.ts';
import { invalid } from './fault.ts';
import { page } from './page.ts';
import type { RuleRecord } from './record.ts';
import { busName } from './store.ts';

type RuleInput = { readonly Name?: string | undefined; readonly EventBusName?: string | undefined };

export const describeRule = (events: Events) =>
  operation('events', 'DescribeRule', {
    permissions: onRule('DescribeRule'),
    handle: (input, context) => ({ ...describe(events, find(events, input)), CreatedBy: context.cloud.account }),
  });

export const deleteRule = (events: Events) =>
  operation('events', 'DeleteRule', {
    permissions: onRule('DeleteRule'),
    handle(input) {
      const rule = events.store.findRule(input.Name ?? '', events.store.bus(input.EventBusName).name);
      if (!rule) return {};
      if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
      events.store.removeRule(rule);
      events.reschedule();
      return {};
    },
  });

export const listRules = (events: Events) =>
  operation('events', 'ListRules', {
    permissions: (input, context) => onRule('ListRules')({ EventBusName: input.EventBusName }, context),
    handle(input) {
      const bus = events.store.bus(input.EventBusName).name;
      const found = sorted(events).filter((rule) => rule.bus === bus && rule.name.startsWith(input.NamePrefix ?? ''));
      const { items, NextToken } = page(found, input, ({ name }) => name);
      return { Rules: items.map((rule) => describe(events, rule)), ...NextToken };
    },
  });

export const listRuleNamesByTarget = (events: Events) =>
  operation('events', 'ListRuleNamesByTarget', {
    permissions: (input, context) => onRule('ListRuleNamesByTarget')({ EventBusName: input.EventBusName }, context),
    handle(input) {
      const bus = busName(input.EventBusName);
      const found = sorted(events).filter(
        (rule) => rule.bus === bus && rule.targets.some(({ Arn }) => Arn === input.TargetArn),
      );
      const { items, NextToken } = page(found, input, ({ name }) => name);
      return { RuleNames: items.map(({ name }) => name), ...NextToken };
    },
  });

export const enableRule = (events: Events) =>
  operation('events', 'EnableRule', {
    permissions: onRule('EnableRule'),
    handle: (input, context) => setState(events, input, 'ENABLED', context),
  });

export const disableRule = (events: Events) =>
  operation('events', 'DisableRule', {
    permissions: onRule('DisableRule'),
    handle: (input, context) => setState(events, input, 'DISABLED', context),
  });

function setState(events: Events, input: RuleInput, state: 'ENABLED' | 'DISABLED', { cloud }: Context) {
  const rule = find(events, input);
  const since = rule.state === state ? rule.since : cloud.clock.now();
  events.store.putRule({ ...rule, state, since });
  events.reschedule();
  return {};
}

function find(events: Events, { Name, EventBusName }: RuleInput): RuleRecord {
  return events.store.rule(Name ?? '', events.store.bus(EventBusName).name);
}

function sorted(events: Events): readonly RuleRecord[] {
  return [...events.store.rules()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function describe(events: Events, rule: RuleRecord) {
  return {
    Name: rule.name,
    Arn: events.store.ruleArn(rule),
    EventBusName: rule.bus,
    State: rule.state,
    ...(rule.eventPattern !== undefined && { EventPattern: rule.eventPattern }),
    ...(rule.scheduleExpression !== undefined && { ScheduleExpression: rule.scheduleExpression }),
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
  };
}
