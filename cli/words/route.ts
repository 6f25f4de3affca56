import { Command } from '@commander-js/extra-typings';
import { page } from './page.ts';
import { someText } from './read-value.ts';

/** `lake route`. `end` is told the exit code. */
export function routeWords(end: (code: number) => void) {
  return new Command('route')
    .summary('what would these RabbitMQ messages become?')
    .description(
      'Reads messages from standard input (one JSON document, a list of them, or one per line) and tells what the routes make of each: ' +
        '{"exchange", "routingKey", "headers", "properties", "body"}, or as RabbitMQ\'s management interface and rabbitmqadmin give them.',
    )
    .option('--routes <FILE>', 'the routes (services/ingest/events/routes.yml)', someText)
    .option('--json', 'one JSON object per message')
    .addHelpText(
      'after',
      page({
        examples: [
          'head -20 samples/events/messages.ndjson | lake route',
          'lake route --routes mine.yml --json < message.json',
        ],
        exitCodes: [
          '0 done',
          '1 it failed, or a message is rejected',
          '2 the call is wrong, the routes have a mistake, or the input is no message',
          '130 interrupted',
        ],
        environment: { LAKE_SALT: 'the salt of hashes; without it they are made with a sample' },
      }),
    )
    .action(async (options) => end(await (await import('../commands/route.ts')).route(options)));
}
