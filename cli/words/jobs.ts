import { Command, Option } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';
import { wholeNumber } from './read-value.ts';

/** `lake jobs`. `end` is told the exit code. */
export function jobsWords(end: (code: number) => void) {
  return ofLake(
    new Command('jobs')
      .summary('what enrichments, datasets and tables of databases do: runs, waits, set aside, at which cost')
      .description(
        "Shows what runs, waits and was set aside for each enrichment, dataset, view and table of a database's rows, and what ran last at which cost; of one of them also its last statements. Below, how the copies of datasets elsewhere stand.",
      )
      .argument('[NAME]', 'the table, view or copy (integration_usage.mysql); all where none is named')
      .addOption(
        new Option('--most <N>', 'with a name: so many of its last statements')
          .argParser(wholeNumber(1, 200))
          .default(20),
      )
      .option(
        '--failed',
        'only what has something set aside, or whose last statement failed; of one its failed statements',
      )
      .option('--why', 'also what it was for; of one (also a table that is only read) what it hangs on, and what on it')
      .addOption(new Option('--versions', 'of one dataset: which partitions an earlier SQL made').conflicts('why'))
      .addOption(
        new Option('--unused [DAYS]', 'datasets that nobody has asked for so many days (30; Athena knows 45)')
          .argParser(wholeNumber(1, 45))
          .preset('30')
          .conflicts(['failed', 'why', 'versions']),
      )
      .option('--json', 'a line of JSON for each, for programs'),
    {
      notes: [
        'What a statement costs is told at $5 per TB scanned, 10 MB at least, as Athena takes\nin most regions; what the functions, S3 and the catalog cost is not in it. Here the\nsame is told of what the local cloud scanned, and costs nothing.\n',
      ],
      examples: [
        'lake jobs',
        'lake jobs integration_usage --most 50',
        'lake jobs integration_usage --why',
        'lake jobs haproxy_requests --why',
        'lake jobs integration_usage --versions',
        'lake jobs --unused --stage prod',
        'lake jobs --stage prod --json | jq "select(.setAside != [])"',
      ],
      exitCodes: [
        '0 done, also where something is set aside',
        '1 it failed, or the service is not deployed',
        '2 the call is wrong, or what a service declares',
        '130 interrupted',
      ],
    },
  ).action(async (name, options) => end(await (await import('../commands/jobs.ts')).jobs(name, options)));
}
