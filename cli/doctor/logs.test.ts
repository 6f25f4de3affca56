import { describe, expect, test } from 'vitest';
import type { Finding } from './finding.ts';
import { retentionFindings, subscriptionFindings } from './logs.ts';
import { answering, named } from './testing/answering.ts';

const stage = { prefix: 'tributary', stage: 'dev' };
const flags = ' --stage dev';
const statesOf = (findings: readonly Finding[]) => findings.map(({ state }) => state);

describe('log groups', () => {
  test('of functions of this stage must end; others are not looked at', async () => {
    const group = (name: string, retentionInDays?: number) => ({
      logGroupName: `/aws/lambda/${name}`,
      retentionInDays,
    });
    const pages = answering({
      DescribeLogGroups: (input) =>
        'nextToken' in input && input.nextToken === '2'
          ? { logGroups: [group('tributary-query-dev-plan')] }
          : {
              logGroups: [group('tributary-ingest-dev-facts', 30), group('tributary-ingest-prod-facts')],
              nextToken: '2',
            },
    });
    expect(await retentionFindings(pages, stage)).toEqual([
      {
        of: '/aws/lambda/tributary-query-dev-plan',
        state: 'wrong',
        words: 'is kept for ever, and paid for',
        mend: 'aws logs put-retention-policy --log-group-name /aws/lambda/tributary-query-dev-plan --retention-in-days 30',
      },
    ]);
    const good = answering({ DescribeLogGroups: { logGroups: [group('tributary-ingest-dev-facts', 30)] } });
    expect(statesOf(await retentionFindings(good, stage))).toEqual(['ok']);
    expect(statesOf(await retentionFindings(answering({ DescribeLogGroups: {} }), stage))).toEqual(['unsure']);
  });

  const of = { haproxyLogGroup: '/tributary/dev/haproxy' };
  const filter = (more: object) => ({ subscriptionFilters: [{ filterName: 'to-lake', ...more }] });
  const found = async (DescribeSubscriptionFilters: object | Error, GetPolicy: object | Error = {}) => {
    const aws = answering({ DescribeSubscriptionFilters, GetPolicy });
    return (await subscriptionFindings({ logs: aws, lambda: aws }, of, flags))[0];
  };

  test('of HAProxy must hand their events on', async () => {
    const stream = { destinationArn: 'arn:aws:firehose:eu-west-1:1:deliverystream/s' };
    expect(await found(filter({ ...stream, roleArn: 'role' }))).toMatchObject({ state: 'ok' });
    expect(await found(filter(stream))).toMatchObject({ state: 'wrong', words: expect.stringContaining('no role') });
    expect(await found({ subscriptionFilters: [{ filterName: 'other' }] })).toMatchObject({
      words: expect.stringContaining('to-lake'),
    });
    expect(await found(named('ResourceNotFoundException'))).toMatchObject({
      words: expect.stringContaining('is not there'),
    });
  });

  test('of HAProxy that call a function must be allowed to', async () => {
    const call = filter({ destinationArn: 'arn:aws:lambda:eu-west-1:1:function:parse-direct' });
    const policy = { Policy: '{"Principal":{"Service":"logs.amazonaws.com"}}' };
    expect(await found(call, policy)).toMatchObject({ state: 'ok' });
    expect(await found(call, named('ResourceNotFoundException'))).toMatchObject({
      state: 'wrong',
      words: expect.stringContaining('may not call'),
    });
    expect(await found(call, { Policy: '{"Principal":{"Service":"s3.amazonaws.com"}}' })).toMatchObject({
      state: 'wrong',
    });
  });
});
