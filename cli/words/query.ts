import { Command, Option } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';
import { wholeNumber } from './read-value.ts';

/** `lake query`. `end` is told the exit code. */
export function queryWords(end: (code: number) => void) {
  return ofLake(
    new Command('query')
      .summary('ask Athena')
      .description('Asks Athena one statement and shows the answer: a table, or JSON or CSV for programs.')
      .argument('<SQL>', 'the statement, as one argument')
      .addOption(new Option('--json', 'one JSON object per row').conflicts('csv'))
      .option('--csv', 'CSV (RFC 4180) with a header')
      .option('--database <NAME>', "where names without a database are looked up (the lake's own)")
      .addOption(
        new Option('--max-rows <N>', 'give at most so many rows')
          .argParser(wholeNumber(1, 100_000_000))
          .default(10_000),
      ),
    {
      examples: [
        'lake query "SELECT status_code, count(*) AS requests FROM haproxy_requests GROUP BY 1"',
        'lake query --json "SELECT * FROM integration_trend" | jq .requests',
        'lake query --stage prod --profile reporting "SELECT max(day) FROM integration_usage"',
      ],
      exitCodes: [
        '0 done',
        '1 it failed (also a statement that Athena refuses)',
        '2 the call is wrong',
        '130 interrupted, and the statement stopped',
      ],
    },
  ).action(async (sql, options) => end(await (await import('../commands/query.ts')).query(sql, options)));
}
