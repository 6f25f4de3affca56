import { localRegion } from '../target.ts';

/** What is asked at the end. */
export const answerSql = `SELECT day, coalesce(integration_name, integration_slug, '(none)') AS integration, requests, accounts,
       round(100e0 * errors_5xx / requests, 2) AS error_percent
FROM integration_usage
ORDER BY day, requests DESC`;

/** What to do next. */
export function farewell(endpoint: string, rawDatabase: string): string {
  // In a shell's double quotes.
  const quoted = rawDatabase.includes('-') ? `\\"${rawDatabase}\\"` : rawDatabase;
  return `
Look:      ${endpoint}/_lake/  the map, tables, SQL, datasets, dashboards and alarms, in a browser
Ask on:    npx lake query "SELECT * FROM integration_trend ORDER BY day, integration_slug LIMIT 20"
           npx lake query "SELECT attribute, count(*) AS facts FROM ${quoted}.facts_customer GROUP BY 1 ORDER BY 2 DESC"
           npx lake query "SELECT status_code, count(*) AS requests FROM haproxy_requests GROUP BY 1 ORDER BY 2 DESC"
           npx lake query "SELECT id, amount, customer.name, invoice.lines.data[1].price.id FROM stripe_charges WHERE invoice IS NOT NULL LIMIT 20"
           npx lake query "SELECT id, plan, mrr, op, valid_from, valid_to FROM crm_accounts_history ORDER BY id, valid_from LIMIT 20"
More:      npx lake land FILE --as SOURCE/OBJECT makes any file or folder a table; npx lake tables shows what there is
           npx lake land FILE, of HAProxy's log or as DMS wrote it; MYSQL_URL=mysql://… npm start follows a database
Messages:  head -20 samples/events/messages.ndjson | npx lake route
By hand:   AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test aws --endpoint-url ${endpoint} --region ${localRegion} s3 ls

`;
}
