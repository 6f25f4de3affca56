import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import { openCompactingJournal } from '../../kernel/compacting-journal.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { busNotFound, ruleNotFound } from './fault.ts';
import { compilePattern, type EventTest } from './pattern.ts';
import type { BusRecord, Delivery, RuleRecord } from './record.ts';

/** EventBridge's state: buses, rules with their targets, and deliveries under way. */
export type EventStore = {
  readonly buses: Journal<BusRecord>;
  readonly deliveries: Journal<Delivery>;
  /** A bus by name or ARN, `default` when none is given. Throws ResourceNotFoundException. */
  bus(nameOrArn: string | undefined): BusRecord;
  putBus(bus: BusRecord): void;
  rule(name: string, bus: string): RuleRecord;
  findRule(name: string, bus: string): RuleRecord | undefined;
  rules(): Iterable<RuleRecord>;
  putRule(rule: RuleRecord): void;
  removeRule(rule: RuleRecord): void;
  /** The rule's compiled pattern; a rule without one matches nothing. */
  test(rule: RuleRecord): EventTest;
  busArn(name: string): string;
  /** `rule/<name>` on the default bus, `rule/<bus>/<name>` on others. */
  ruleArn(rule: Pick<RuleRecord, 'name' | 'bus'>): string;
};

export function openEventStore(cloud: Cloud): EventStore {
  const dir = join(cloud.stateDir, 'events');
  const buses = openJournal<BusRecord>(join(dir, 'buses.jsonl'));
  const rules = openJournal<RuleRecord>(join(dir, 'rules.jsonl'));
  const compiled = new Map<string, EventTest>();
  const now = cloud.clock.now();
  if (!buses.has('default')) buses.put('default', { name: 'default', created: now, modified: now, tags: [] });
  const arn = (resource: string) => `arn:aws:events:${cloud.region}:${cloud.account}:${resource}`;
  const findRule = (name: string, bus: string) => rules.get(ruleKey({ name, bus }));
  return {
    buses,
    deliveries: openCompactingJournal<Delivery>(join(dir, 'deliveries.jsonl')),
    bus(nameOrArn) {
      const name = busName(nameOrArn);
      const bus = buses.get(name);
      if (!bus) throw busNotFound(name);
      return bus;
    },
    putBus: (bus) => buses.put(bus.name, bus),
    findRule,
    rule(name, bus) {
      const rule = findRule(name, bus);
      if (!rule) throw ruleNotFound(name, bus);
      return rule;
    },
    rules: () => rules.values(),
    putRule: (rule) => rules.put(ruleKey(rule), rule),
    removeRule: (rule) => {
      rules.delete(ruleKey(rule));
    },
    test({ eventPattern }) {
      if (eventPattern === undefined) return () => false;
      const known = compiled.get(eventPattern) ?? compilePattern(eventPattern);
      compiled.set(eventPattern, known);
      return known;
    },
    busArn: (name) => arn(`event-bus/${name}`),
    ruleArn: ({ name, bus }) => arn(bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`),
  };
}

/** The name in a bus's name or ARN. */
export function busName(nameOrArn: string | undefined): string {
  if (nameOrArn === undefined || nameOrArn === '') return 'default';
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('event-bus/') + 10) : nameOrArn;
}

function ruleKey({ name, bus }: Pick<RuleRecord, 'name' | 'bus'>): string {
  return `${bus}/${name}`;
}
