import { Command } from '@commander-js/extra-typings';
import { page, targetEnvironment } from './page.ts';
import { profileOption, regionOption, stageOption } from './target-options.ts';

/** `lake land`. `end` is told the exit code. */
export function landWords(end: (code: number) => void) {
  return new Command('land')
    .summary('send HAProxy log lines where production sends them')
    .description(
      "Sends the lines of files, plain or .gz, as log events to the log group of HAProxy: a log stream per file, the way production's agent does. " +
        'Empty lines are left out; a line that is longer than a log event can be is named and left out too.',
    )
    .argument('<FILE...>', 'files of lines')
    .addOption(stageOption())
    .addOption(profileOption())
    .addOption(regionOption())
    .addHelpText(
      'after',
      page({
        examples: ['lake land access.log.gz', 'lake land --stage dev /var/log/haproxy/*.log'],
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
