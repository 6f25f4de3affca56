import { describe, expect, test } from 'vitest';
import { crmFindings, readCrm, secretFindings, tableOfCrm } from './crm.ts';
import type { Finding } from './finding.ts';
import { concurrencyFindings, quotaFindings, quotas } from './quotas.ts';
import { answering, named } from './testing/answering.ts';
import { alarmFindings, topicFindings } from './told.ts';

const stage = { prefix: 'tributary', stage: 'dev' };
const flags = ' --stage dev';
const statesOf = (findings: readonly Finding[]) => findings.map(({ state }) => state);

describe('quotas', () => {
  test('of functions are little where they are a new account’s', async () => {
    const found = (ConcurrentExecutions: number) =>
      concurrencyFindings(answering({ GetAccountSettings: { AccountLimit: { ConcurrentExecutions } } }));
    expect(statesOf(await found(1_000))).toEqual(['ok']);
    expect(await found(10)).toMatchObject([
      { state: 'unsure', mend: expect.stringContaining('request-service-quota-increase') },
    ]);
  });

  test('are found by their names on whichever page; of one that is not listed nobody is sure', async () => {
    const [firehose] = quotas;
    if (firehose === undefined) throw new Error('there are quotas');
    const listed = (Value: number) =>
      answering({
        ListServiceQuotas: (input) =>
          'NextToken' in input && input.NextToken === '2'
            ? { Quotas: [{ QuotaName: 'Dynamic Partitions', Value, QuotaCode: 'L-1' }] }
            : { Quotas: [{ QuotaName: 'Delivery streams', Value: 50 }], NextToken: '2' },
      });
    expect(await quotaFindings(listed(500), firehose)).toMatchObject([
      { state: 'ok', words: expect.stringContaining('500') },
    ]);
    expect(await quotaFindings(listed(100), firehose)).toMatchObject([
      { state: 'unsure', mend: expect.stringContaining('L-1') },
    ]);
    expect(statesOf(await quotaFindings(answering({ ListServiceQuotas: { Quotas: [] } }), firehose))).toEqual([
      'unsure',
    ]);
  });
});

describe('the CRM', () => {
  const crm = { catalog: 'crm', database: 'sales' };
  const enrichments = [
    { select: 'SELECT 1 FROM {{source}}' },
    { select: 'SELECT 1 FROM {{crm}}.accounts WHERE {{batch}}' },
  ];
  const athena = answering({ GetDataCatalog: {} });
  const found = (query?: (sql: string) => Promise<unknown>) => crmFindings(athena, crm, { enrichments, query, flags });

  test('is what the deployed function reads', async () => {
    const configured = (HAS_CRM: string) =>
      answering({
        GetFunctionConfiguration: {
          Environment: { Variables: { HAS_CRM, CRM_CATALOG: 'crm', CRM_DATABASE: 'sales' } },
        },
      });
    expect(await readCrm(configured('true'), stage)).toEqual(crm);
    expect(await readCrm(configured('false'), stage)).toBeUndefined();
    expect(
      await readCrm(answering({ GetFunctionConfiguration: named('ResourceNotFoundException') }), stage),
    ).toBeUndefined();
    expect(statesOf(await crmFindings(athena, undefined, { enrichments, query: undefined, flags }))).toEqual([
      'not asked',
    ]);
  });

  test('is asked for a row on demand alone, and what Athena says is told', async () => {
    const asked: string[] = [];
    expect(await found()).toMatchObject([
      { state: 'ok', words: expect.stringContaining('lake doctor --query --stage dev') },
    ]);
    expect(await found(async (sql) => void asked.push(sql))).toMatchObject([{ state: 'ok' }]);
    expect(asked).toEqual(['SELECT 1 FROM "crm"."sales"."accounts" LIMIT 1']);
    const refused = () => Promise.reject(named('QueryFailedError', 'connection refused\nat x'));
    expect(await found(refused)).toMatchObject([{ state: 'wrong', words: 'does not answer: connection refused' }]);
    expect(tableOfCrm([])).toBeUndefined();
  });

  test('without its catalog is wrong', async () => {
    const none = answering({ GetDataCatalog: named('InvalidRequestException') });
    expect(statesOf(await crmFindings(none, crm, { enrichments, query: undefined, flags }))).toEqual(['wrong']);
  });

  test('has a secret that was filled, or perhaps not; a value is never read', async () => {
    const at = (second: number) => new Date(second * 1_000);
    const found = (answer: object | Error) => secretFindings(answering({ DescribeSecret: answer }), 'x');
    expect(statesOf(await found({ CreatedDate: at(0), LastChangedDate: at(1) }))).toEqual(['unsure']);
    expect(statesOf(await found({ CreatedDate: at(0), LastChangedDate: at(90) }))).toEqual(['ok']);
    expect(statesOf(await found({ DeletedDate: at(0) }))).toEqual(['wrong']);
    expect(await found(named('ResourceNotFoundException'))).toEqual([]);
  });
});

describe('alarms', () => {
  test('are there, and raised ones are wrong', async () => {
    const of = (StateValue: string) =>
      answering({
        DescribeAlarms: { MetricAlarms: [{ AlarmName: 'tributary-query-dev-queue-age.plan', StateValue }] },
      });
    expect(statesOf(await alarmFindings(of('OK'), stage, flags))).toEqual(['ok']);
    expect(await alarmFindings(of('ALARM'), stage, flags)).toMatchObject([
      { state: 'wrong', mend: 'lake status --stage dev' },
    ]);
    expect(statesOf(await alarmFindings(answering({ DescribeAlarms: {} }), stage, flags))).toEqual(['wrong']);
  });

  test('tell somebody: the topic has a subscription that is confirmed', async () => {
    const found = async (SubscriptionsConfirmed: string, SubscriptionsPending: string, isLocal = false) =>
      (
        await topicFindings(
          answering({ GetTopicAttributes: { Attributes: { SubscriptionsConfirmed, SubscriptionsPending } } }),
          { arn: 'arn', isLocal },
          flags,
        )
      )[0];
    expect(await found('1', '0')).toMatchObject({ state: 'ok', words: '1 subscription confirmed' });
    expect(await found('0', '2')).toMatchObject({
      state: 'wrong',
      words: expect.stringContaining('2 subscriptions not confirmed'),
    });
    expect(await found('0', '0')).toMatchObject({
      state: 'wrong',
      mend: '(cd services/query && npx serverless deploy --stage dev --param alarmEmail=ADDRESS)',
    });
    expect(await found('0', '0', true)).toMatchObject({ state: 'unsure' });
    const none = answering({ GetTopicAttributes: named('NotFoundException') });
    expect(await topicFindings(none, { arn: 'arn:x', isLocal: false }, flags)).toMatchObject([
      { state: 'wrong', words: expect.stringContaining('arn:x') },
    ]);
  });
});
