import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandOutput,
  DescribeSubscriptionFiltersCommand,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetPolicyCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Names } from '@tributary/shared/names.ts';
import type { Stage } from '../jobs/place.ts';
import { inStage } from '../status/in-stage.ts';
import { count } from '../terminal/count.ts';
import { deployment, type Finding, ok, unless, unsure, wrong } from './finding.ts';

const mostPages = 20;

/** Whether logs end: what functions write is kept for a month, not for ever. */
export async function retentionFindings(
  logs: Pick<CloudWatchLogsClient, 'send'>,
  stage: Stage,
): Promise<readonly Finding[]> {
  const groups = await groupsBelow(logs, `/aws/lambda/${stage.prefix}-`);
  const own = groups.filter(({ logGroupName: name = '' }) => inStage(name.replace('/aws/lambda/', ''), stage));
  const endless = own.filter(({ retentionInDays: days }) => days === undefined);
  if (own.length === 0)
    return [unsure('log groups', 'there is none of a function: nothing is deployed, or nothing is to be seen')];
  if (endless.length === 0)
    return [ok('log groups', `${count(own.length, 'group')} of functions, each with an end to its keeping`)];
  return endless.map(({ logGroupName: name = '' }) =>
    wrong(
      name,
      'is kept for ever, and paid for',
      `aws logs put-retention-policy --log-group-name ${name} --retention-in-days 30`,
    ),
  );
}

async function groupsBelow(logs: Pick<CloudWatchLogsClient, 'send'>, prefix: string): Promise<readonly LogGroup[]> {
  const groups: LogGroup[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page: DescribeLogGroupsCommandOutput = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: prefix, nextToken: token }),
    );
    groups.push(...(page.logGroups ?? []));
    token = page.nextToken;
    if (token === undefined) break;
  }
  return groups;
}

export type LogClients = {
  readonly logs: Pick<CloudWatchLogsClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
};

/** Whether HAProxy's log group hands its events on, and may. */
export async function subscriptionFindings(
  { logs, lambda }: LogClients,
  { haproxyLogGroup }: Pick<Names, 'haproxyLogGroup'>,
  flags: string,
): Promise<readonly Finding[]> {
  const of = haproxyLogGroup;
  const mend = deployment('ingest', flags);
  const ask = () => logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName: haproxyLogGroup }));
  const found = await unless(['ResourceNotFoundException'], ask);
  if (found === undefined) return [wrong(of, 'is not there: HAProxy has nowhere to write', mend)];
  const filter = found.subscriptionFilters?.find(({ filterName: name }) => name === 'to-lake');
  if (filter === undefined) return [wrong(of, 'has no subscription filter to-lake: its events go nowhere', mend)];
  const destination = filter.destinationArn ?? '';
  if (!destination.includes(':lambda:')) {
    return [
      filter.roleArn === undefined
        ? wrong(of, `has no role to write to ${destination}`, mend)
        : ok(of, `goes to ${destination}`),
    ];
  }
  return [await mayCall(lambda, destination, { of, mend })];
}

async function mayCall(
  lambda: Pick<LambdaClient, 'send'>,
  destination: string,
  { of, mend }: { readonly of: string; readonly mend: string },
): Promise<Finding> {
  const ask = () => lambda.send(new GetPolicyCommand({ FunctionName: destination }));
  const policy = (await unless(['ResourceNotFoundException'], ask))?.Policy ?? '';
  return /logs(?:\.[a-z0-9-]+)?\.amazonaws\.com/.test(policy)
    ? ok(of, `goes to ${destination}`)
    : wrong(of, `may not call ${destination}: its events are lost`, mend);
}
