import { createHash } from 'node:crypto';
import type { Dataset } from './dataset.ts';

type Rule = { readonly name: string; readonly schedule: string; readonly input: string };

/** A rule of EventBridge for each schedule that datasets have, by its id in the template: it tells plan which of them are to run. */
export function scheduleRules(datasets: readonly Dataset[]): Readonly<Record<string, Rule>> {
  const schedules = new Set(datasets.flatMap(({ schedule }) => schedule ?? []));
  return Object.fromEntries([...schedules].toSorted().map((schedule) => ruleOf(schedule, datasets)));
}

// By its text, as names of rules have 64 characters: a dataset that is added or renamed changes the rule's input alone.
function ruleOf(schedule: string, datasets: readonly Dataset[]): readonly [string, Rule] {
  const digest = createHash('sha256').update(schedule).digest('hex').slice(0, 8);
  const names = datasets.filter((each) => each.schedule === schedule).map(({ table }) => table);
  const input = JSON.stringify({ 'run-scheduled': names });
  return [`Schedule${digest}`, { name: `schedule-${digest}`, schedule, input }];
}
