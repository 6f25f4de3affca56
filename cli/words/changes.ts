import { Command, Option } from '@commander-js/extra-typings';
import { page } from './page.ts';
import { someText } from './read-value.ts';

/** `lake changes init`. `end` is told the exit code. */
export function changesWords(end: (code: number) => void) {
  return new Command('changes')
    .summary('declare databases whose changes land')
    .description('Writes the declaration of databases whose rows and changes DMS brings to the lake.')
    .helpCommand(false)
    .addCommand(initWords(end))
    .addHelpText('after', page({ examples: ['lake changes init mysql://reader:secret@db.internal:3306/shop'] }));
}

function initWords(end: (code: number) => void) {
  return new Command('init')
    .summary('write changes.yml from a database, or from a dump of one')
    .description(
      'Reads which tables a database has, their keys and columns, and writes the text of changes.yml (services/ingest/changes/): ' +
        'the types and names that they have in the lake, and the settings of a DMS endpoint with their defaults. ' +
        'MariaDB, MySQL and PostgreSQL are read.',
    )
    .argument('[URL]', 'mysql://user:password@host:port/database or postgres://…; none with --ddl')
    .argument('[TABLE...]', 'schema.table, or schema for all of its tables; without one all')
    .option('--ddl <FILE>', 'read a dump (mysqldump --no-data, pg_dump --schema-only) in place of a database', someText)
    .addOption(
      new Option('--engine <NAME>', 'what --ddl is of, where it does not say so').choices([
        'mysql',
        'postgres',
      ] as const),
    )
    .option('--schema <NAME>', 'the schema of tables for which --ddl does not say one', someText)
    .option('--source <NAME>', 'what the source is called (the database)', someText)
    .option('--out <FILE>', 'write to a file, not to standard output', someText)
    .option('--force', 'write over the file of --out')
    .addHelpText(
      'after',
      page({
        notes: [
          'A password in a URL is seen by who lists the processes of this machine: MYSQL_PWD and PGPASSWORD are read\nwhere the URL has none. It is written nowhere.\n',
        ],
        examples: [
          'lake changes init mysql://reader:secret@db.internal:3306/shop --out services/ingest/changes/changes.yml --force',
          'PGPASSWORD=secret lake changes init postgres://reader@db.internal/shop?sslmode=require public.orders sales',
          'lake changes init --ddl shop.sql shop.orders shop.order_lines',
        ],
        exitCodes: [
          '0 done',
          '1 it failed: the database does not answer, or refuses',
          '2 the call is wrong, a table is not there, the dump cannot be read, or the file is there already',
          '130 interrupted',
        ],
        environment: {
          MYSQL_PWD: 'the password for mysql://, where the URL has none',
          PGPASSWORD: 'the password for postgres://, where the URL has none',
        },
      }),
    )
    .action(async (url, tables, options) =>
      end(await (await import('../commands/changes-init.ts')).changesInit({ url, tables, ...options })),
    );
}
