import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { declaredCrawlers } from '../declared-crawlers.ts';
import { crawlerResources } from './crawler-resources.ts';
import { readCrawlers } from './read-crawlers.ts';

const naming = {
  service: 'tributary-catalog-dev',
  region: 'eu-west-1',
  buckets: { raw: `raw-\${AWS::AccountId}`, lake: `lake-\${AWS::AccountId}` },
  databases: { raw: 'tributary_raw_dev', lake: 'tributary_lake_dev' },
  retrySeconds: 360,
  maxReceives: 8,
};

const declared = (file: string) => declaredCrawlers(fileURLToPath(new URL('../', import.meta.url)), file);

test('none are declared, and nothing is made', () => {
  expect(declared('crawlers.yml')).toEqual([]);
  expect(readCrawlers('')).toEqual([]);
  expect(crawlerResources([], naming)).toEqual({});
  expect(() => declared('mine.yml')).toThrow('The parameter crawlers names mine.yml, which is not');
});

describe('those of the example', () => {
  const crawlers = declared('example.yml');
  const resources: Readonly<Record<string, object | undefined>> = crawlerResources(crawlers, naming);

  test('neither delete nor change what is there, and see only new folders', () => {
    expect(resources.CrawlerShopXFiles).toMatchObject({
      Properties: {
        Name: 'tributary-catalog-dev-shop-files',
        DatabaseName: { Ref: 'RawDatabase' },
        TablePrefix: 'shop_',
        Targets: { S3Targets: [{ Path: { 'Fn::Sub': `s3://raw-\${AWS::AccountId}/raw/files/shop/` } }] },
        Schedule: { ScheduleExpression: 'cron(0 1 * * ? *)' },
        RecrawlPolicy: { RecrawlBehavior: 'CRAWL_NEW_FOLDERS_ONLY' },
        SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
        Configuration: expect.stringContaining('"AddOrUpdateBehavior":"InheritFromTable"'),
      },
    });
    expect(JSON.stringify(resources)).not.toMatch(/glue:(?:Batch)?Delete|s3:(?:Put|Delete)/);
  });

  test('make a table of each object, whatever lies in its folders', () => {
    const level = (text: unknown) => JSON.parse(String(text)).Grouping.TableLevelConfiguration;
    const configurationOf = (id: string) =>
      JSON.stringify(resources[id]).match(/"Configuration":("(?:[^"\\]|\\.)*")/)?.[1];
    // The bucket is the first: https://docs.aws.amazon.com/glue/latest/dg/crawler-table-level.html
    expect(level(JSON.parse(configurationOf('CrawlerShopXFiles') ?? ''))).toBe(
      'b/raw/files/shop/orders'.split('/').length,
    );
    expect(level(JSON.parse(configurationOf('CrawlerLakeXTables') ?? ''))).toBe('b/lake/orders'.split('/').length);
  });

  test('have a schedule only where one is declared', () => {
    expect(resources.CrawlerLakeXTables).not.toHaveProperty('Properties.Schedule');
    expect(resources.CrawlerLakeXTables).toHaveProperty('Properties.TablePrefix', 'crawled_');
  });

  test('read their folders alone', () => {
    const text = JSON.stringify(resources.CrawlerShopXFilesRole);
    expect(text).toContain(`s3:::raw-\${AWS::AccountId}/raw/files/shop/*`);
    expect(text).toContain('"s3:prefix":["raw/files/shop","raw/files/shop/*"]');
    expect(text).not.toContain('lake-$');
    expect(text).not.toContain('tributary_lake_dev');
  });

  test('are heard when they succeed', () => {
    expect(resources.Crawled).toMatchObject({
      Type: 'Lake::Queue',
      Properties: {
        rules: {
          CrawlerSucceeded: {
            pattern: {
              source: ['aws.glue'],
              'detail-type': ['Glue Crawler State Change'],
              detail: {
                state: ['Succeeded'],
                crawlerName: ['tributary-catalog-dev-shop-files', 'tributary-catalog-dev-lake-tables'],
              },
            },
          },
        },
      },
    });
  });
});

test('names that differ by hyphens only make different resources', () => {
  const one = (name: string) => `  ${name}: { folders: [lake/], database: lake }\n`;
  const crawlers = readCrawlers(`crawlers:\n${one('a-b')}${one('ab')}${one('axb')}`);
  expect(Object.keys(crawlerResources(crawlers, naming))).toHaveLength(7);
});

describe('a mistake is told with its place', () => {
  const one = (settings: string) => `crawlers:\n  shop: { ${settings} }\n`;
  test.each([
    [
      one('folders: [lake/], database: lake, shedule: nightly'),
      'crawlers.yml:2:45: crawlers.shop.shedule: there is no such setting',
    ],
    [one('folders: [raw/events/], database: raw'), 'crawlers.yml:2:21: crawlers.shop.folders.0: raw/files/<source>/'],
    [one('folders: [raw/files/shop], database: raw'), 'crawlers.shop.folders.0'],
    [one('folders: [raw/files/shop/a/b/], database: raw'), 'crawlers.shop.folders.0'],
    [
      one('folders: [raw/files/a/, lake/], database: raw'),
      'crawlers.yml:2:11: crawlers.shop.folders: are of one bucket',
    ],
    [one('folders: [lake/, lake/], database: raw'), 'names a folder twice'],
    [one('folders: [lake/], database: other'), 'crawlers.yml:2:29: crawlers.shop.database'],
    [one('folders: [lake/], database: raw, schedule: rate(1 day)'), 'crawlers.shop.schedule: nightly, hourly or cron'],
    [one('folders: [lake/], database: raw, schedule: cron(*/2 * * * ? *)'), 'is every 5 minutes at most'],
    [one('folders: [lake/], database: raw').replace('shop', 'Shop'), 'lower-case letters'],
  ])('%j', (wrong, told) => {
    expect(() => readCrawlers(wrong)).toThrow(told);
  });
});
