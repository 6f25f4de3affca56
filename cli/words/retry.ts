import { Command } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

/** `lake retry`. `end` is told the exit code. */
export function retryWords(end: (code: number) => void) {
  return ofLake(
    new Command('retry')
      .summary('try again what was set aside of an enrichment, a dataset, a copy of one, or a database')
      .description(
        'Has everything tried again at once that an enrichment, a dataset, the rows of a database, a view or compaction has set aside because its statement failed, or a copy of a dataset that could not be brought to its destination. What fails again is set aside again.',
      )
      .argument('<NAME>', 'the table, view or copy (integration_usage.mysql), as lake jobs lists it'),
    {
      examples: [
        'lake retry integration_usage',
        'lake retry integration_usage.mysql',
        'lake retry integration_requests --stage prod --profile on-call',
      ],
      exitCodes: [
        '0 done, also where nothing is set aside',
        '1 it failed, or the service is not deployed',
        '2 the call is wrong, or what a service declares',
        '130 interrupted',
      ],
    },
  ).action(async (name, options) => end(await (await import('../commands/retry.ts')).retry(name, options)));
}
