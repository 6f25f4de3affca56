import { Command } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

/** `lake status`. `end` is told the exit code. */
export function statusWords(end: (code: number) => void) {
  return ofLake(
    new Command('status')
      .summary('how the lake is, on one screen: lags, rejects, dead letters, alarms')
      .description(
        'Shows what is wrong and the command to begin with: alarms in ALARM, dead letters, what datasets and enrichments have set aside. ' +
          'Then each way into the lake: what waits, the longest lag and where it is, the newest object, rows and rejects of the last hour and day; and when something was last written to each table.',
      )
      .option('--watch', 'draw it again every five seconds, until Ctrl-C')
      .option('--json', 'one object, for programs; with --watch a line for each look'),
    {
      notes: [
        'A lag is where the oldest of what is under way waits: in a delivery stream (delivery), in a\nstream (iterator) or a queue (queue); or how long after its own time it was read (behind).\nMetrics come minutes late. A look takes some hundred requests and costs less than a tenth of\na cent on AWS; with --watch, metrics and listings are asked once a minute.\n',
      ],
      examples: ['lake status', 'lake status --watch --stage prod', 'lake status --json | jq .wrong'],
      exitCodes: [
        '0 nothing is wrong',
        '1 an alarm, a dead letter or something set aside; a service is missing, or could not be asked',
        '2 the call is wrong',
      ],
    },
  ).action(async (options) => end(await (await import('../commands/status.ts')).status(options)));
}
