import { Command, Option } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

/** `lake backfill`. `end` is told the exit code. */
export function backfillWords(end: (code: number) => void) {
  return ofLake(
    new Command('backfill')
      .summary('make many days of a dataset anew, while nothing else is due; says first what it takes')
      .description(
        'Has partitions of a dataset made anew by its present SQL from what lies in the lake now, while nothing else of it is due. Without --go it says which, and what that scans and costs. The same call again goes on with what is left.',
      )
      .argument('<NAME>', 'the dataset, as lake jobs lists it')
      .option('--from <DAY>', 'the first day (UTC), hour or month')
      .option('--to <DAY>', 'the one that is no longer one of them (up to and with the present one)')
      .option('--go', 'do it, and stay until it is done')
      .option('--no-wait', 'with --go: do not stay')
      .addOption(new Option('--again', 'begin anew what an earlier call of the same days has begun or done'))
      .option('--json', 'one line of JSON, for programs; does not stay'),
    {
      notes: [
        'What it scans is told by what earlier runs in the job log have scanned for each partition, else by the\nsizes of what the dataset reads. Ctrl-C ends the waiting, not the work.\n',
      ],
      examples: [
        'lake backfill integration_usage --from 2026-11-01 --to 2026-12-01',
        'lake backfill integration_usage --from 2026-11-01 --to 2026-12-01 --go',
        'lake backfill integration_usage --from 2026-11-01 --go --no-wait --stage prod',
      ],
      exitCodes: [
        '0 done; without --go: told; with --no-wait: told the service',
        '1 it failed, or some of it is set aside',
        '2 the call is wrong, or what a service declares',
        '130 interrupted; the work goes on',
      ],
    },
  ).action(async (name, options) => end(await (await import('../commands/backfill.ts')).backfill(name, options)));
}
