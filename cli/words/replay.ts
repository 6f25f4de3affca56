import { Argument, Command, Option, type OptionValues } from '@commander-js/extra-typings';
import type { ReplayCall } from '../replay/call.ts';
import { ofLake } from './of-lake.ts';
import { type Page, page, targetEnvironment } from './page.ts';
import { someText } from './read-value.ts';

type Run = (call: ReplayCall) => Promise<void>;

/** `lake replay raw|failed|rejected|dead-letters|replication`; `run` does what was asked. */
export function replayWords(run: Run) {
  return new Command('replay')
    .summary('run it again: hours of raw, what failed, what was rejected')
    .description(
      'Takes what failed, what was rejected, or hours of raw once more through the present code. Without --go nothing is changed: it says how many objects, bytes and records there are, and what would be done.',
    )
    .helpCommand(false)
    .addCommand(rawWords(run))
    .addCommand(failedWords(run))
    .addCommand(rejectedWords(run))
    .addCommand(deadLettersWords(run))
    .addCommand(replicationWords(run))
    .addHelpText(
      'after',
      page({
        notes: [
          'Ctrl-C ends a run after the present step. All of it can be repeated: rows, facts\nand objects are replaced, not added. Facts that are stated anew have the same\nfact_id as before.\n',
        ],
        examples: ['lake replay raw --from 2026-11-20T13 --to 2026-11-20T15', 'lake replay failed --go'],
        exitCodes,
        environment: targetEnvironment,
      }),
    );
}

const exitCodes = [
  '0 done',
  '1 it failed, or records failed again',
  '2 the call is wrong',
  '130 interrupted after a step',
];
const go = () => new Option('--go', 'do it');
const json = () => new Option('--json', 'a line of JSON per run or queue');

/** What is taken in steps: from when to when, under which name. */
function inSteps<Args extends unknown[], Options extends OptionValues, Above extends OptionValues>(
  command: Command<Args, Options, Above>,
  below: Pick<Page, 'examples' | 'notes'>,
) {
  return ofLake(
    command
      .option('--from <HOUR>', 'first hour in UTC (2026-11-20T13) or day (2026-11-20)')
      .option('--to <HOUR>', 'the hour or day that is no longer part of it (now)')
      .addOption(go())
      .option(
        '--run <NAME>',
        'the name under which the raw bucket keeps what is done (replay/runs/NAME.json): an interrupted run goes on from there',
        someText,
      )
      .option('--again', 'do a run of that name once more from its beginning')
      .addOption(json()),
    { ...below, exitCodes },
  );
}

function rawWords(run: Run) {
  return inSteps(
    new Command('raw')
      .summary('objects of raw/logs through parse-logs, events to facts, files of databases to tables')
      .description(
        'Objects of raw/logs/<source>/ through the present parse-logs, events under raw/events/ to facts by the present facts.yml, or files of databases under raw/db/ through land-changes by the present changes.yml.',
      )
      .addArgument(
        new Argument('[WHAT]', 'which (logs, or db for a key below raw/db/)').choices([
          'logs',
          'events',
          'db',
        ] as const),
      )
      .option('--source <NAME>', 'logs of this source (haproxy)', someText)
      .option('--key <KEY>', 'one object of raw/logs or raw/db, or all below a folder', someText)
      .option('--type <TYPE>', 'events of this type', someText),
    {
      notes: [
        'Hours are those of the folders; files of databases lie in none, theirs are when they\ncame. Of a full load every version is landed, of changes the newest, in any order.\n',
      ],
      examples: [
        'lake replay raw --from 2026-11-20T13 --to 2026-11-20T15',
        'lake replay raw events --from 2026-11-20 --type order_paid --go',
        'lake replay raw logs --key raw/logs/haproxy/year=2026/month=11/ --go',
        'lake replay raw --key raw/db/shop/orders/ --go',
      ],
    },
  ).action((what, options) => run({ what: 'raw', which: what, options }));
}

function failedWords(run: Run) {
  return inSteps(
    new Command('failed')
      .summary("Firehose's failed deliveries, to where they were to go")
      .description('What Firehose has put under failed/, to where it was to go.')
      .addArgument(new Argument('[STREAM...]', 'of which streams (all)').choices(['events', 'facts', 'logs'] as const)),
    { examples: ['lake replay failed facts --go'] },
  ).action((streams = [], options) => run({ what: 'failed', which: streams, options }));
}

function rejectedWords(run: Run) {
  return inSteps(
    new Command('rejected')
      .summary('what was rejected, through the present code and routes')
      .description(
        'The objects that rejected lines or rows of databases came from, through parse-logs or land-changes; rejected messages of RabbitMQ through the routes to the stream.',
      )
      .addArgument(
        new Argument('[FUNCTION...]', 'rejected by these (all)').choices([
          'haproxy',
          'changes',
          'bridge',
          'drain',
        ] as const),
      )
      .option('--reason <REASON>', 'only what was rejected for this reason', someText),
    { examples: ['lake replay rejected bridge --reason not_json --go'] },
  ).action((functions = [], options) => run({ what: 'rejected', which: functions, options }));
}

function deadLettersWords(run: Run) {
  return ofLake(
    new Command('dead-letters')
      .summary('messages back to their queues, failed calls made again')
      .description(
        'Messages back to the queues that gave them up; failed asynchronous calls of functions are made again.',
      )
      .argument('[QUEUE...]', 'of these dead-letter queues (all)')
      .addOption(go())
      .addOption(json()),
    {
      examples: ['lake replay dead-letters', 'lake replay dead-letters tributary-ingest-dev-parse-dead --go'],
      exitCodes,
    },
  ).action((queues, options) => run({ what: 'dead-letters', which: queues, options }));
}

function replicationWords(run: Run) {
  return ofLake(
    new Command('replication')
      .summary('what S3 could not replicate to the other account')
      .description(
        'Has S3 replicate again what it has given up, with a job of S3 Batch Replication for each bucket, when what was missing is there.',
      )
      .option('--existing', 'what was never replicated too: objects from before the replication')
      .addOption(go())
      .addOption(json()),
    {
      examples: ['lake replay replication', 'lake replay replication --existing --go'],
      exitCodes,
    },
  ).action((options) => run({ what: 'replication', options }));
}
