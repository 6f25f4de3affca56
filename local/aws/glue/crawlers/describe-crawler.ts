import type { Crawler, CrawlerState, LastCrawlInfo } from '@aws-sdk/client-glue';
import type { LastCrawl, StoredCrawler } from './stored-crawler.ts';

/** A crawler as GetCrawler answers it. */
export function describeCrawler(
  crawler: StoredCrawler,
  { state, elapsedMs }: { readonly state: CrawlerState; readonly elapsedMs: number },
): Crawler {
  const { name, description, schedule, configuration, prefix, lastCrawl } = crawler;
  return {
    Name: name,
    Role: crawler.roleArn.slice(crawler.roleArn.lastIndexOf('/') + 1),
    Targets: {
      S3Targets: crawler.paths.map((Path) => ({ Path, Exclusions: [] })),
      ...{ JdbcTargets: [], MongoDBTargets: [], DynamoDBTargets: [], CatalogTargets: [] },
    },
    DatabaseName: crawler.database,
    ...(description !== undefined && { Description: description }),
    Classifiers: [],
    RecrawlPolicy: { RecrawlBehavior: crawler.recrawl },
    SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
    LineageConfiguration: { CrawlerLineageSettings: 'DISABLE' },
    State: state,
    ...(prefix !== '' && { TablePrefix: prefix }),
    ...(schedule !== undefined && { Schedule: { ScheduleExpression: schedule, State: 'SCHEDULED' } }),
    CrawlElapsedTime: elapsedMs,
    CreationTime: new Date(crawler.createdMs),
    LastUpdated: new Date(crawler.updatedMs),
    ...(lastCrawl !== undefined && { LastCrawl: describeLast(name, lastCrawl) }),
    Version: crawler.version,
    ...(configuration !== undefined && { Configuration: configuration }),
  };
}

function describeLast(name: string, { startMs, status, error }: LastCrawl): LastCrawlInfo {
  return {
    Status: status,
    ...(error !== undefined && { ErrorMessage: error }),
    LogGroup: '/aws-glue/crawlers',
    LogStream: name,
    StartTime: new Date(startMs),
  };
}
