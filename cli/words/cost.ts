import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

/** `lake cost`. `end` is told the exit code. */
export function costWords(end: (code: number) => void) {
  return ofLake(
    new Command('cost')
      .summary('what a day costs, by way in and dataset, and at 10 and 100 times the data')
      .description(
        'Says what a day cost, and would at 10 and 100 times the data: for each way in, enrichment and dataset, the largest first, and what each is made of.',
      )
      .addOption(
        new Option('--day <DAY>', 'a day (UTC), as 2026-11-20; else yesterday, on this machine today so far').argParser(
          dayNamed,
        ),
      )
      .option('--json', 'one line of JSON, for programs'),
    {
      notes: [
        'From metrics of CloudWatch and the log of statements, at prices of eu-west-1, on demand,\nwithout free tiers and discounts (cli/cost/prices.ts, with their date and which are unverified).\nNot in it: what is kept in S3 and CloudWatch Logs, NAT, KMS, DynamoDB, Glue, secrets, DMS.\nOn this machine nothing is paid: it says what the same would cost on AWS.\n',
      ],
      examples: ['lake cost', 'lake cost --day 2026-11-20 --json', 'lake cost --stage prod'],
    },
  ).action(async (options) => end(await (await import('../commands/cost.ts')).cost(options)));
}

function dayNamed(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('A day is written as 2026-11-20.');
}
