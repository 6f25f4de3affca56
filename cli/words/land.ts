import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { page, targetEnvironment } from './page.ts';
import { profileOption, regionOption, stageOption } from './target-options.ts';

/** `lake land`. `end` is told the exit code. */
export function landWords(end: (code: number) => void) {
  return new Command('land')
    .summary('send HAProxy log lines and files of DMS where production sends them')
    .description(
      "Sends the lines of files, plain or .gz, as log events to the log group of HAProxy: a log stream per file, the way production's agent does. " +
        'Empty lines are left out; a line that is longer than a log event can be is named and left out too. ' +
        "Files that are named as DMS names them (LOAD00000001.csv, 20261117-230949101.csv; also .csv.gz, .parquet) are put into the raw bucket under DMS's key: " +
        'full loads first, then changes by the time in their names. Their folders (SCHEMA/TABLE, with or without those of the day) say which table of changes.yml they are of.',
    )
    .argument('<FILE...>', 'files of lines, or of DMS')
    .option('--to <FOLDER>', 'where files of DMS go, where their folders do not say: raw/db/SCHEMA/TABLE', rawFolder)
    .addOption(stageOption())
    .addOption(profileOption())
    .addOption(regionOption())
    .addHelpText(
      'after',
      page({
        examples: [
          'lake land access.log.gz',
          'lake land --stage dev /var/log/haproxy/*.log',
          'lake land --to raw/db/shop/orders LOAD*.csv',
        ],
        exitCodes: [
          '0 done',
          '1 it failed, or lines were left out for their length',
          '2 the call is wrong or a file cannot be read',
          '130 interrupted',
        ],
        environment: targetEnvironment,
      }),
    )
    .action(async (files, options) => end(await (await import('../commands/land.ts')).land(files, options)));
}

/** A folder of the raw bucket, with or without / at its end. */
function rawFolder(text: string): string {
  const folder = text.replace(/\/$/, '');
  if (/^raw\/db(\/[^/]+)+$/.test(folder)) return folder;
  throw new InvalidArgumentError('It is a folder of the raw bucket below raw/db, as raw/db/shop/orders.');
}
