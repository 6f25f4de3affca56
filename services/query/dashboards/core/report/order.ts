import * as z from 'zod';

const at = z.iso.datetime();

/** Of a dashboard's report of a time: to be gone on with. Function `report` sends it to itself. */
export const reportOrder = z.object({ report: z.string(), at });
export type ReportOrder = z.infer<typeof reportOrder>;

/** What EventBridge's schedule sends: of each time the same, however often. */
export const scheduledEvent = z.object({
  source: z.literal('aws.events'),
  'detail-type': z.literal('Scheduled Event'),
  time: at,
});
