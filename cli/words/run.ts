import { Command, Option } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

const several = (text: string, before: readonly string[] = []) => [...before, text];

/** `lake run`. `end` is told the exit code. */
export function runWords(end: (code: number) => void) {
  return ofLake(
    new Command('run')
      .summary('compute days of an enrichment or a dataset anew, or the rows of a database')
      .description(
        "Has days of an enrichment or a dataset computed anew from what lies in the lake now, or all rows of a database's table from all of its changes. Without a day, what waits for it goes on: it does so by itself, too.",
      )
      .argument('<NAME>', 'the table or view, as lake jobs lists it')
      .addOption(
        new Option(
          '--day <DAY>',
          'this day (UTC), or for a dataset that knows no days: all; more than once for several',
        )
          .argParser(several)
          .conflicts(['from', 'to']),
      )
      .addOption(
        new Option('--hour <HOUR>', 'this hour (UTC), as 2026-11-20T13; more than once for several')
          .argParser(several)
          .conflicts(['from', 'to']),
      )
      .addOption(
        new Option('--month <MONTH>', 'this month (UTC), as 2026-11; more than once for several')
          .argParser(several)
          .conflicts(['from', 'to']),
      )
      .option('--from <DAY>', 'the first of several days (UTC), hours or months')
      .option('--to <DAY>', 'the one that is no longer one of them (up to and with the present one)')
      .addOption(
        new Option('--type <TYPE>', 'of compaction: events of this type alone; more than once for several').argParser(
          several,
        ),
      )
      .option('--wait', 'stay until it is done, and say what came of it'),
    {
      notes: [
        'A day replaces what the table had of it: running it twice does no harm, and costs twice.\nA period is all partitions in it: a month of a dataset by days is its days. One call takes 400 at most,\nlake backfill as many as there are. Of compaction a day of events is made Parquet, as soon as it is closed.\nCtrl-C ends the waiting, not the work.\n',
      ],
      examples: [
        'lake run integration_usage --day 2026-11-20 --wait',
        'lake run integration_requests --from 2026-11-01 --to 2026-12-01 --stage prod',
        'lake run integration_usage --month 2026-11',
        'lake run compaction --day 2026-11-20 --type order_placed --wait',
        'lake run integration_usage',
      ],
      exitCodes: [
        '0 done; without --wait: told the service',
        '1 it failed; with --wait also: something was set aside',
        '2 the call is wrong, or what a service declares',
        '130 interrupted; the work goes on',
      ],
    },
  ).action(async (name, options) => end(await (await import('../commands/run.ts')).run(name, options)));
}
