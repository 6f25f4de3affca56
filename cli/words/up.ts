import { Command, Option } from '@commander-js/extra-typings';
import { page } from './page.ts';
import { someText, wholeNumber } from './read-value.ts';

/** `lake up`. `end` is told the exit code. */
export function upWords(end: (code: number) => void) {
  return new Command('up')
    .summary('start the local cloud, deploy the services, run the sample through')
    .description(
      'Starts the local cloud, deploys the four services into it with `serverless deploy`, runs the sample through, shows the answer, and stays. Ctrl-C ends it.',
    )
    .option('--once', 'end when the sample is through')
    .option('--fresh', 'throw the state away first')
    .addOption(
      new Option('--port <N>', 'where it listens; 0 takes a free port')
        .env('LAKE_PORT')
        .argParser(wholeNumber(0, 65_535))
        .default(4566),
    )
    .option('--state <DIR>', 'where its state is kept', someText, '.lake')
    .addHelpText(
      'after',
      page({
        examples: ['npm start', 'lake up --fresh --port 4600', 'lake up --once --port 0 --state /tmp/lake'],
        exitCodes: [
          '0 done',
          '1 it failed',
          '2 the call is wrong, or the port is taken',
          '130 interrupted before --once was through',
        ],
        environment: {
          LAKE_PORT: 'the port, where --port is not given',
          AMQP_URL: 'a RabbitMQ that is used instead of the one in the local cloud',
          REDSHIFT_URL:
            "a PostgreSQL (postgres://user:password@host:5432) in which Redshift's SQL runs, in place of PGlite",
          MYSQL_URL:
            "a MariaDB or MySQL (mysql://user:password@host:3306) that is followed instead of the sample's files",
        },
      }),
    )
    .action(async (options) => end(await (await import('../commands/up.ts')).up(options)));
}
