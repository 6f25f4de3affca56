import * as z from 'zod';

/** Of `Glue Crawler State Change`, what is told here; Glue writes its numbers as texts. https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html */
const crawled = z.object({
  source: z.literal('aws.glue'),
  'detail-type': z.literal('Glue Crawler State Change'),
  time: z.iso.datetime(),
  detail: z.object({
    crawlerName: z.string().min(1),
    state: z.literal('Succeeded'),
    completionDate: z.iso.datetime().optional(),
    'runningTime (sec)': z.coerce.number().nonnegative().optional(),
  }),
});

export type Crawl = { readonly crawler: string; readonly sinceMs: number };

/** The event has whole seconds, and the clocks of two services may differ. */
const marginMs = 60_000;
/** Where the event does not say how long it took. https://docs.aws.amazon.com/general/latest/gr/glue.html knows no limit; a day is what nightly crawls have */
const longestMs = 86_400_000;

/** Whose crawl it was, and since when it may have changed tables; throws where it is no such event. */
export function readCrawl(event: unknown): Crawl {
  const { time, detail } = crawled.parse(event);
  const { crawlerName: crawler, completionDate = time, 'runningTime (sec)': seconds } = detail;
  const ranMs = seconds === undefined ? longestMs : seconds * 1000;
  return { crawler, sinceMs: Date.parse(completionDate) - ranMs - marginMs };
}
