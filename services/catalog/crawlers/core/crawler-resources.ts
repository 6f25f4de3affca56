import { crawlerRole, type Naming } from './crawler-role.ts';
import type { Crawler } from './read-crawlers.ts';

/** Folders of a bucket down to the tables', the bucket among them: `<bucket>/raw/files/<source>/<object>`, `<bucket>/lake/<table>`. */
const tableLevels = { raw: 5, lake: 3 } as const;

/** The crawlers, their roles, and the queue of what they did; nothing where there are none. */
export function crawlerResources(crawlers: readonly Crawler[], naming: Naming): Readonly<Record<string, object>> {
  if (crawlers.length === 0) return {};
  return {
    ...Object.fromEntries(
      crawlers.flatMap((crawler) => [
        [`${idOf(crawler)}Role`, crawlerRole(crawler, naming)],
        [idOf(crawler), crawlerResource(crawler, naming)],
      ]),
    ),
    Crawled: crawledQueue(crawlers, naming),
  };
}

/** What the crawler is called, in the account. */
function nameOf({ name }: Crawler, { service }: Naming): string {
  return `${service}-${name}`;
}

function crawlerResource(crawler: Crawler, naming: Naming): object {
  const { folders, prefix, schedule } = crawler;
  const bucket = naming.buckets[crawler.bucket];
  return {
    Type: 'AWS::Glue::Crawler',
    Properties: {
      Name: nameOf(crawler, naming),
      Description: `Tables of ${folders.join(', ')}`,
      Role: { 'Fn::GetAtt': [`${idOf(crawler)}Role`, 'Arn'] },
      DatabaseName: { Ref: crawler.database === 'raw' ? 'RawDatabase' : 'LakeDatabase' },
      ...(prefix !== '' && { TablePrefix: prefix }),
      Targets: { S3Targets: folders.map((folder) => ({ Path: { 'Fn::Sub': `s3://${bucket}/${folder}` } })) },
      ...(schedule !== undefined && { Schedule: { ScheduleExpression: schedule } }),
      // Glue wants both where only new folders are crawled, and so nothing is deleted or narrowed: https://docs.aws.amazon.com/glue/latest/dg/incremental-crawls.html
      RecrawlPolicy: { RecrawlBehavior: 'CRAWL_NEW_FOLDERS_ONLY' },
      SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
      Configuration: JSON.stringify({
        Version: 1,
        CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
        Grouping: { TableLevelConfiguration: tableLevels[crawler.bucket] },
      }),
    },
  };
}

function crawledQueue(crawlers: readonly Crawler[], naming: Naming): object {
  return {
    Type: 'Lake::Queue',
    Properties: {
      name: 'crawled',
      retrySeconds: naming.retrySeconds,
      maxReceives: naming.maxReceives,
      means: 'What crawlers found is in Glue, but nothing that reads it has been told.',
      rules: {
        CrawlerSucceeded: {
          name: 'crawler-succeeded',
          pattern: {
            source: ['aws.glue'],
            'detail-type': ['Glue Crawler State Change'],
            detail: { state: ['Succeeded'], crawlerName: crawlers.map((crawler) => nameOf(crawler, naming)) },
          },
        },
      },
    },
  };
}

/** Logical ids have letters and digits only; a name's hyphens stand between words, so that two names stay two. */
function idOf({ name }: Crawler): string {
  return `Crawler${name
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('X')}`;
}
