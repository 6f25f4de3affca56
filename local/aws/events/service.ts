import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { createEventBus, deleteEventBus, describeEventBus, listEventBuses } from './bus.ts';
import { putPermission, removePermission } from './bus-policy.ts';
import { createCourier } from './delivery.ts';
import type { BusEvent, EmitEvent } from './event.ts';
import type { Events } from './events.ts';
import { putEvents } from './put-events.ts';
import { putRule } from './put-rule.ts';
import { eventBusResource } from './resources/event-bus.ts';
import { eventBusPolicyResource } from './resources/event-bus-policy.ts';
import { ruleResource } from './resources/rule.ts';
import { deleteRule, describeRule, disableRule, enableRule, listRuleNamesByTarget, listRules } from './rule.ts';
import { createScheduler } from './scheduler.ts';
import { openEventStore } from './store.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { createSender } from './target.ts';
import { listTargetsByRule, putTargets, removeTargets } from './targets.ts';
import { testEventPattern } from './test-event-pattern.ts';

const makers = [
  createEventBus,
  deleteEventBus,
  deleteRule,
  describeEventBus,
  describeRule,
  disableRule,
  enableRule,
  listEventBuses,
  listRuleNamesByTarget,
  listRules,
  listTagsForResource,
  listTargetsByRule,
  putEvents,
  putPermission,
  putRule,
  putTargets,
  removePermission,
  removeTargets,
  tagResource,
  testEventPattern,
  untagResource,
];

export type EventsService = Service & {
  /** Takes an event of an AWS service for the default bus; its deliveries are stored when the call returns. */
  readonly deliver: EmitEvent;
};

/** Amazon EventBridge: buses, rules, schedules and deliveries that survive the process. */
export function createEvents(cloud: Cloud): EventsService {
  const store = openEventStore(cloud);
  const accept = (event: BusEvent, bus: string) => {
    for (const rule of store.rules())
      if (rule.bus === bus && rule.state !== 'DISABLED' && store.test(rule)(event)) courier.take(event, rule);
  };
  const courier = createCourier(cloud, store, createSender(cloud, accept));
  const scheduler = createScheduler(cloud, store, courier.take);
  const events: Events = { store, accept, reschedule: scheduler.reschedule };
  return {
    name: 'events',
    operations: makers.map((make) => make(events)),
    resources: [ruleResource(), eventBusResource(), eventBusPolicyResource(events)],
    deliver: (event) => accept(event, 'default'),
    resourcePolicy: (arn) => store.buses.get(/:event-bus\/(.+)$/.exec(arn)?.[1] ?? '')?.policy,
    start() {
      courier.start();
      scheduler.reschedule();
    },
    async stop() {
      scheduler.stop();
      await courier.stop();
    },
  };
}
