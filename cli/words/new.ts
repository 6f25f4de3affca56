import { Command } from '@commander-js/extra-typings';
import type { NewCall } from '../commands/new.ts';
import { page } from './page.ts';
import { someText } from './read-value.ts';

type End = (code: number) => void;

/** `lake new`. `end` is told the exit code. */
export function newWords(end: End) {
  return new Command('new')
    .summary('write a dataset, a source, an enrichment or a route to start from')
    .description(
      'Writes a declaration that a deployment takes as it is, to be edited from there. Nothing that is there is written over.',
    )
    .helpCommand(false)
    .addCommand(datasetWords(end))
    .addCommand(sourceWords(end))
    .addCommand(enrichmentWords(end))
    .addCommand(routeWords(end))
    .addHelpText(
      'after',
      page({
        examples: ['lake new dataset orders_per_day --from raw.events_order_placed', 'lake new route order-paid'],
      }),
    );
}

const make = async (end: End, call: NewCall) => end(await (await import('../commands/new.ts')).newDeclaration(call));

const exitCodes = [
  '0 done',
  '1 it failed',
  '2 the call is wrong, the name is taken, or a file of the service cannot be read',
  '130 interrupted',
];

const printFlag = '--print';
const printAbout = 'show it, and write nothing';

function datasetWords(end: End) {
  return new Command('dataset')
    .summary('a table that is computed from others, or a view')
    .description(
      'Writes services/query/datasets/NAME.sql, which counts the rows of a table, per day where its days are known.',
    )
    .argument('<NAME>', 'what its table is called')
    .option('--from <TABLE>', 'what it reads: table, lake.table or raw.table (integration_requests)', someText)
    .option('--view', 'a view of it, in place of a table')
    .option(printFlag, printAbout)
    .addHelpText(
      'after',
      page({
        examples: [
          'lake new dataset requests_per_day',
          'lake new dataset orders_per_day --from raw.events_order_placed',
          'lake new dataset recent_usage --from integration_usage --view --print',
        ],
        exitCodes,
      }),
    )
    .action((name, options) => make(end, { kind: 'dataset', name, ...options }));
}

function sourceWords(end: End) {
  return new Command('source')
    .summary("a frontend of HAProxy's, or files")
    .description(
      'Adds a frontend to services/ingest/logs/haproxy.yml, or files to services/catalog/tables.yml. What else they hold stays as it is.',
    )
    .argument('<NAME>', "the frontend's name, or SOURCE/OBJECT for files")
    .option(printFlag, printAbout)
    .addHelpText(
      'after',
      page({ examples: ['lake new source www-api', 'lake new source shop/orders --print'], exitCodes }),
    )
    .action((name, options) => make(end, { kind: 'source', name, ...options }));
}

function enrichmentWords(end: End) {
  return new Command('enrichment')
    .summary('new objects, joined with what other systems know')
    .description('Writes services/enrich/enrichments/NAME.sql, which joins requests with the CRM.')
    .argument('<NAME>', 'what its table is called')
    .option(printFlag, printAbout)
    .addHelpText('after', page({ examples: ['lake new enrichment company_requests'], exitCodes }))
    .action((name, options) => make(end, { kind: 'enrichment', name, ...options }));
}

function routeWords(end: End) {
  return new Command('route')
    .summary('which messages are kept, and as what')
    .description('Adds a route to the end of services/ingest/events/routes.yml. What else it holds stays as it is.')
    .argument('<NAME>', "the route's name: order-paid")
    .option(printFlag, printAbout)
    .addHelpText(
      'after',
      page({ examples: ['lake new route order-paid', 'lake new route invoice-sent --print'], exitCodes }),
    )
    .action((name, options) => make(end, { kind: 'route', name, ...options }));
}
