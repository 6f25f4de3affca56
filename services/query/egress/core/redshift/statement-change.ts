import * as z from 'zod';

/** The Data API's word that a statement has ended (best effort: some never come). https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-monitoring-events.html */
export const statementChange = z.object({
  id: z.string(),
  source: z.literal('aws.redshift-data'),
  'detail-type': z.literal('Redshift Data Statement Status Change'),
  detail: z.object({ statementId: z.string(), state: z.string() }),
});
