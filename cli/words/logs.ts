import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { logId } from '../logs/log-id.ts';
import { ofLake } from './of-lake.ts';
import { since } from './since.ts';

/** `lake logs`. `end` is told the exit code. */
export function logsWords(end: (code: number) => void) {
  return ofLake(
    new Command('logs')
      .summary('what the functions wrote, errors by the source')
      .description(
        "Shows the logs of the lake's functions in the order of time, stacks by the source that they come from.",
      )
      .argument('[FUNCTION...]', 'the functions, such as parse-logs; all where none is named')
      .addOption(
        new Option('--since <TIME>', 'from when: 30s, 10m, 2h or 3d ago, or an instant (ISO 8601)')
          .argParser((text) => since(text, Date.now()))
          .default(since('10m', Date.now()), '10m'),
      )
      .option('--follow', 'go on with what is written from now on, until Ctrl-C')
      .option('--errors', 'only what went wrong')
      .addOption(new Option('--request <ID>', 'only what one invocation wrote').argParser(requestId))
      .addOption(
        new Option(
          '--id <ID>',
          'one id through all functions: of an object (key or s3://…), a message, an event, an invocation, a statement; of the last day where --since does not say',
        )
          .argParser(logId)
          .conflicts('request'),
      )
      .option('--json', 'the lines as the functions wrote them, for programs'),
    {
      notes: [
        'Bundles are deployed without their source maps; these lie in the deployment bucket of\neach service for as long as there are lines of theirs. A stack whose map is not to be\nhad is shown as it was logged.\n',
      ],
      examples: [
        'lake logs --errors',
        'lake logs parse-logs --follow',
        'lake logs --id raw/logs/haproxy/year=2026/month=11/day=20/hour=13/a.gz --since 2h',
        'lake logs enrich --since 2h --stage prod --profile on-call',
      ],
    },
  ).action(async (names, options, command) => {
    const isUnbounded = options.id !== undefined && command.getOptionValueSource('since') === 'default';
    const from = isUnbounded ? since('1d', Date.now()) : options.since;
    end(await (await import('../commands/logs.ts')).logs(names, { ...options, since: from }));
  });
}

/** It becomes part of a filter pattern of CloudWatch Logs. */
function requestId(text: string): string {
  if (/^[\w-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('It takes the id of an invocation, as request= shows it.');
}
