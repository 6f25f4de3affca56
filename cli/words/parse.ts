import { Command } from '@commander-js/extra-typings';
import { page } from './page.ts';
import { someText } from './read-value.ts';

/** `lake parse`. `end` is told the exit code. */
export function parseWords(end: (code: number) => void) {
  return new Command('parse')
    .summary('what would my log lines become? NDJSON out, rejects to standard error')
    .description(
      'Reads HAProxy log lines, or an object of raw/logs as Firehose writes it, from standard input and writes the rows that they become as NDJSON. ' +
        "Rejected lines and HAProxy's own notices go to standard error, with where they stood and why.",
    )
    .option('--config <FILE>', 'frontends, captured headers and time zone (services/ingest/logs/haproxy.yml)', someText)
    .addHelpText(
      'after',
      page({
        examples: [
          'lake parse < access.log | head',
          'zcat access.log.gz | lake parse --config services/ingest/logs/haproxy.yml 2> rejects.ndjson | wc -l',
        ],
        exitCodes: [
          '0 done, also where lines are rejected',
          '1 it failed',
          '2 the call is wrong, or the configuration or the input cannot be read',
          '130 interrupted',
        ],
      }),
    )
    .action(async (options) => end(await (await import('../commands/parse.ts')).parse(options)));
}
