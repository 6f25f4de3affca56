/** A crawler, as far as crawlers run here. */
export type StoredCrawler = {
  readonly name: string;
  readonly roleArn: string;
  readonly description: string | undefined;
  readonly database: string;
  readonly prefix: string;
  /** `s3://bucket/folder/` of each target. */
  readonly paths: readonly string[];
  /** `cron(…)`; undefined: on demand. */
  readonly schedule: string | undefined;
  readonly recrawl: 'CRAWL_EVERYTHING' | 'CRAWL_NEW_FOLDERS_ONLY';
  /** JSON, as it was given. */
  readonly configuration: string | undefined;
  readonly tableLevel: number | undefined;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly version: number;
  readonly lastCrawl: LastCrawl | undefined;
};

export type LastCrawl = {
  readonly startMs: number;
  readonly status: 'SUCCEEDED' | 'CANCELLED' | 'FAILED';
  readonly error: string | undefined;
};
