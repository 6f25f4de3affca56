import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ListServiceQuotasCommand, type ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { type Finding, ok, unsure } from './finding.ts';

/** The lake has some twenty functions, and converters of a busy one run dozens at once. */
const leastConcurrency = 100;

/** How many functions may run at once in the account. */
export async function concurrencyFindings(lambda: Pick<LambdaClient, 'send'>): Promise<readonly Finding[]> {
  const of = 'quota of Lambda';
  const { AccountLimit: limit } = await lambda.send(new GetAccountSettingsCommand({}));
  const most = limit?.ConcurrentExecutions ?? 0;
  const words = `${most} executions at once, which all functions of the account share`;
  return [
    most >= leastConcurrency
      ? ok(of, words)
      : unsure(of, `${words}: under load they wait for each other`, raise('lambda', 'L-B99A9384')),
  ];
}

/** What a service grants is told by its name in the list: codes are not in AWS's documentation. */
const wanted = [
  {
    service: 'firehose',
    name: /dynamic partition/i,
    of: 'quota of Firehose',
    what: 'partitions of events at once',
    least: 500,
  },
  {
    service: 'athena',
    name: /active dml/i,
    of: 'quota of Athena',
    what: 'statements that read or write rows at once',
    least: 20,
  },
] as const;

const mostPages = 5;

export type Quota = (typeof wanted)[number];
export const quotas: readonly Quota[] = wanted;

/** What the account has of a quota. */
export async function quotaFindings(
  client: Pick<ServiceQuotasClient, 'send'>,
  { service, name, of, what, least }: Quota,
): Promise<readonly Finding[]> {
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await client.send(
      new ListServiceQuotasCommand({ ServiceCode: service, NextToken: token, MaxResults: 100 }),
    );
    const found = page.Quotas?.find(({ QuotaName: each = '' }) => name.test(each));
    if (found !== undefined) {
      const { Value: value = 0, QuotaCode: code = '' } = found;
      const words = `${value.toLocaleString('en-GB')} ${what}`;
      return [
        value >= least ? ok(of, words) : unsure(of, `${words}, fewer than a lake usually needs`, raise(service, code)),
      ];
    }
    token = page.NextToken;
    if (token === undefined) break;
  }
  return [unsure(of, 'Service Quotas does not list it')];
}

function raise(service: string, code: string): string {
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value N`;
}
