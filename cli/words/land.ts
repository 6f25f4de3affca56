import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { sourceForm } from '../files/source-form.ts';
import { ofLake } from './of-lake.ts';

/** `lake land`. `end` is told the exit code. */
export function landWords(end: (code: number) => void) {
  return ofLake(
    new Command('land')
      .summary('bring files of any format, HAProxy log lines and files of DMS into the lake')
      .description(
        'With --as, puts files and folders of any format (JSON, CSV, TSV, Parquet, Avro; plain, gzip, zstd or bzip2) where they become the rows of a table, and stays until these can be queried. ' +
          'Folders below one that is named are kept, and those that a path ends in where they are partitions (year=2026/month=11). ' +
          "Without it, sends the lines of files, plain or .gz, as log events to the log group of HAProxy: a log stream per file, the way production's agent does. " +
          'Empty lines are left out; a line that is longer than a log event can be is named and left out too. ' +
          "Files that are named as DMS names them (LOAD00000001.csv, 20261117-230949101.csv; also .csv.gz, .parquet) are put into the raw bucket under DMS's key: " +
          'full loads first, then changes by the time in their names. Their folders (SCHEMA/TABLE, with or without those of the day) say which table of changes.yml they are of.',
      )
      .argument('<FILE...>', 'files and folders; without --as files of lines, or of DMS')
      .option('--to <FOLDER>', 'where files of DMS go, where their folders do not say: raw/db/SCHEMA/TABLE', rawFolder)
      .addOption(
        new Option('--as <SOURCE/OBJECT>', 'files of any format: shop/orders become the table shop_orders')
          .argParser(sourceText)
          .conflicts('to'),
      )
      .option('--saas', 'with --as: below raw/saas, where flows of AppFlow bring theirs, not raw/files')
      .option('--replace', 'with --as: a file of the same name that landed before is replaced, and so are its rows')
      .option('--json', 'with --as: what came of it as a line of JSON, for programs'),
    {
      examples: [
        'lake land export/ --as stripe/charges',
        'lake land customers.csv.gz --as crm/customers --json | jq .rejected',
        'lake land access.log.gz',
        'lake land --stage dev /var/log/haproxy/*.log',
        'lake land --to raw/db/shop/orders LOAD*.csv',
      ],
      exitCodes: [
        '0 done',
        '1 it failed, or lines were left out for their length, or something of a file was rejected',
        '2 the call is wrong or a file cannot be read',
        '130 interrupted; with --as, what has landed becomes rows all the same',
      ],
    },
  ).action(async (files, options) => end(await (await import('../commands/land.ts')).land(files, options)));
}

/** A folder of the raw bucket, with or without / at its end. */
function rawFolder(text: string): string {
  const folder = text.replace(/\/$/, '');
  if (/^raw\/db(\/[^/]+)+$/.test(folder)) return folder;
  throw new InvalidArgumentError('It is a folder of the raw bucket below raw/db, as raw/db/shop/orders.');
}

function sourceText(text: string): string {
  if (sourceForm.test(text)) return text;
  throw new InvalidArgumentError('It is a source and an object of it, as shop/orders: letters, digits, _ . and -.');
}
