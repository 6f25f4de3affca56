import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../../kernel/cloud.ts';
import { type EmitEvent, eventTime } from '../../events/event.ts';
import type { Crawled } from './crawl.ts';

/** What is told of a crawl: its numbers are texts, as Glue writes them. https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html */
export type CrawlerEvents = {
  started(crawler: string): void;
  succeeded(crawler: string, done: Crawled, ranMs: number): void;
  failed(crawler: string, error: string): void;
};

/** Tells the default bus of crawlers' states. */
export function createCrawlerEvents(cloud: Cloud, emit: EmitEvent): CrawlerEvents {
  const tell = (crawlerName: string, state: string, more: Readonly<Record<string, string>>) => {
    emit({
      version: '0',
      id: randomUUID(),
      'detail-type': 'Glue Crawler State Change',
      source: 'aws.glue',
      account: cloud.account,
      time: eventTime(cloud.clock.now()),
      region: cloud.region,
      resources: [],
      detail: { accountId: cloud.account, crawlerName, state, message: `Crawler ${state}`, ...more },
    });
  };
  return {
    started: (crawler) => tell(crawler, 'Started', { startTime: eventTime(cloud.clock.now()) }),
    succeeded: (crawler, { tablesCreated, partitionsCreated }, ranMs) =>
      tell(crawler, 'Succeeded', {
        tablesCreated: String(tablesCreated),
        tablesUpdated: '0',
        tablesDeleted: '0',
        partitionsCreated: String(partitionsCreated),
        partitionsUpdated: '0',
        partitionsDeleted: '0',
        'runningTime (sec)': String(Math.ceil(ranMs / 1000)),
        completionDate: eventTime(cloud.clock.now()),
        warningMessage: 'N/A',
        cloudWatchLogLink: `https://console.aws.amazon.com/cloudwatch/home?region=${cloud.region}#logEventViewer:group=/aws-glue/crawlers;stream=${crawler}`,
      }),
    failed: (crawler, errorMessage) => tell(crawler, 'Failed', { errorMessage }),
  };
}
