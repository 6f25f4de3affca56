import { operation } from '../../../kernel/operation.ts';
import { onAll } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { page } from '../paging.ts';
import { describeEngine } from '../work-group.ts';

export const listWorkGroups = ({ store }: Athena) =>
  operation('athena', 'ListWorkGroups', {
    permissions: () => onAll('ListWorkGroups'),
    handle(input) {
      const { items, nextToken } = page([...store.workGroups.values()], input.NextToken, input.MaxResults ?? 50);
      const WorkGroups = items.map((group) => ({
        Name: group.name,
        State: group.state,
        Description: group.description,
        CreationTime: new Date(group.createTime),
        EngineVersion: describeEngine(group),
      }));
      return { WorkGroups, NextToken: nextToken };
    },
  });
