import { beforeAll, describe, expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { type Packaged, packageService } from './package-service.ts';
import { byType, find, policyStatements, strings } from './template.ts';

type Resources = Packaged['template']['Resources'];

describe('crawlers of the packaged service catalog', () => {
  let none: Resources;
  let full: Resources;
  beforeAll(async () => {
    none = (await packageService('catalog', 'dev')).template.Resources;
    // Replicas of another account are taken by a bucket that is set otherwise.
    const { sourceAccount: _, ...values } = fullParameters('catalog').values;
    full = (await packageService('catalog', 'dev', { name: 'crawlers', values })).template.Resources;
  });

  test('are not there as it ships, nor what tells of them', () => {
    expect(byType(none, 'AWS::Glue::Crawler')).toEqual([]);
    expect(strings(none).filter((text) => /crawl/i.test(text))).toEqual([]);
    expect(Object.keys(none).filter((id) => /crawl/i.test(id))).toEqual([]);
  });

  test('have a role each, that reads and deletes nothing', () => {
    const crawlers = byType(full, 'AWS::Glue::Crawler');
    expect(crawlers.map(({ properties }) => properties.Name)).toEqual([
      'tributary-catalog-dev-shop-files',
      'tributary-catalog-dev-lake-tables',
    ]);
    const roles = crawlers.map(({ properties }) => find(full, 'AWS::IAM::Role', properties.Role)?.id);
    expect(roles).toEqual(['CrawlerShopXFilesRole', 'CrawlerLakeXTablesRole']);
    const actions = policyStatements(full)
      .filter(({ where }) => roles.includes(where))
      .flatMap(({ statement }) => statement.Action)
      .flat();
    expect(actions).toContain('glue:CreateTable');
    expect(actions.filter((action) => /:(?:Batch)?Delete|s3:Put|:\*/.test(String(action)))).toEqual([]);
  });

  test('are heard by a function of its own, from the default bus, and by no other rule', () => {
    const [rule, ...more] = byType(full, 'AWS::Events::Rule').filter(({ properties }) =>
      JSON.stringify(properties.EventPattern ?? '').includes('aws.glue'),
    );
    expect(more).toEqual([]);
    expect(rule?.properties).toMatchObject({
      Name: 'tributary-catalog-dev-crawler-succeeded',
      EventPattern: {
        detail: {
          state: ['Succeeded'],
          crawlerName: byType(full, 'AWS::Glue::Crawler').map(({ properties }) => properties.Name),
        },
      },
      Targets: [{ Arn: { 'Fn::GetAtt': ['CrawledQueue', 'Arn'] } }],
    });
    expect(rule?.properties).not.toHaveProperty('EventBusName');
    const mapping = byType(full, 'AWS::Lambda::EventSourceMapping').find(({ properties }) =>
      JSON.stringify(properties.EventSourceArn).includes('CrawledQueue'),
    );
    expect(find(full, 'AWS::Lambda::Function', mapping?.properties.FunctionName)?.properties.FunctionName).toBe(
      'tributary-catalog-dev-tell-crawled',
    );
  });

  test('leave buckets, databases, queues and rules as they are where they come to a lake that exists', () => {
    const kept = /^AWS::(?:S3::|Glue::Database|SQS::|Events::|CloudWatch::Alarm)/;
    const before = Object.entries(none).filter(([, { Type }]) => kept.test(Type));
    expect(before.length).toBeGreaterThan(20);
    for (const [id, resource] of before) expect(full[id], id).toEqual(resource);
  });
});
