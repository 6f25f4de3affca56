import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { checkTarget } from './check-target.ts';
import { type Events, onRule } from './events.ts';
import { page } from './page.ts';
import { checkRole } from './role.ts';

const maxTargets = 5;

export const putTargets = (events: Events) =>
  operation('events', 'PutTargets', {
    permissions: onRule('PutTargets'),
    async handle(input, { cloud }) {
      const given = input.Targets ?? [];
      for (const target of given) checkTarget(target);
      for (const { RoleArn } of given) await checkRole(cloud, RoleArn);
      const rule = events.store.rule(input.Rule ?? '', events.store.bus(input.EventBusName).name);
      const byId = new Map([...rule.targets, ...given].map((target) => [target.Id ?? '', target]));
      if (byId.size > maxTargets)
        throw new AwsError(
          'LimitExceededException',
          `The requested resource exceeds the maximum number allowed: ${maxTargets} targets per rule.`,
        );
      events.store.putRule({ ...rule, targets: [...byId.values()] });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  });

export const removeTargets = (events: Events) =>
  operation('events', 'RemoveTargets', {
    permissions: onRule('RemoveTargets'),
    handle(input) {
      const rule = events.store.rule(input.Rule ?? '', events.store.bus(input.EventBusName).name);
      const gone = new Set(input.Ids ?? []);
      const known = new Set(rule.targets.map(({ Id }) => Id));
      events.store.putRule({ ...rule, targets: rule.targets.filter(({ Id }) => !gone.has(Id ?? '')) });
      const FailedEntries = [...gone]
        .filter((id) => !known.has(id))
        .map((TargetId) => ({
          TargetId,
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: `Target ${TargetId} does not exist on rule ${rule.name}.`,
        }));
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    },
  });

export const listTargetsByRule = (events: Events) =>
  operation('events', 'ListTargetsByRule', {
    permissions: onRule('ListTargetsByRule'),
    handle(input) {
      const { targets } = events.store.rule(input.Rule ?? '', events.store.bus(input.EventBusName).name);
      const sorted = [...targets].sort((a, b) => ((a.Id ?? '') < (b.Id ?? '') ? -1 : 1));
      const { items, NextToken } = page(sorted, input, ({ Id }) => Id ?? '');
      return { Targets: [...items], ...NextToken };
    },
  });
