import type { Context } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { BusEvent } from './event.ts';
import { busName, type EventStore } from './store.ts';

/** What EventBridge's operations stand on. */
export type Events = {
  readonly store: EventStore;
  /** Finds the targets of an event on a bus; every delivery is stored when it returns. */
  accept(event: BusEvent, bus: string): void;
  /** Looks again at when the rules' schedules fire next. */
  reschedule(): void;
};

type RuleInput = {
  readonly Name?: string | undefined;
  readonly Rule?: string | undefined;
  readonly EventBusName?: string | undefined;
};

/** A permission on the rule that the input names. */
export function onRule(action: string) {
  return ({ Name, Rule, EventBusName }: RuleInput, { cloud }: Context): readonly Permission[] => {
    const bus = busName(EventBusName);
    const rule = Name ?? Rule ?? '*';
    const resource = bus === 'default' ? `rule/${rule}` : `rule/${bus}/${rule}`;
    return [{ action: `events:${action}`, resource: `arn:aws:events:${cloud.region}:${cloud.account}:${resource}` }];
  };
}

/** A permission on a bus. */
export function busPermission(action: string, bus: string | undefined, { cloud }: Pick<Context, 'cloud'>): Permission {
  return {
    action: `events:${action}`,
    resource: `arn:aws:events:${cloud.region}:${cloud.account}:event-bus/${busName(bus)}`,
  };
}
