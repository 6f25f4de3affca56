import { filesLakeAt } from '../../files/files-lake.ts';
import { objectOfTable } from '../../tables/as-json.ts';
import { readTableHeaders } from '../../tables/headers.ts';
import { createOriginOf, parsedFrom } from '../../tables/origin.ts';
import { readTable } from '../../tables/read-tables.ts';
import { UsageError } from '../../usage.ts';
import { type Answering, NotThereError } from '../api.ts';

const mostPartitions = 100_000;

/** `tables`: what files say of the tables of the lake database. `tables/<database>/<name>`: what `lake tables NAME --json` says of one. */
export const tables: Answering = async ({ target, path }) => {
  const [database, name] = path;
  if (database === undefined) return { headers: readTableHeaders(), from: Object.fromEntries(parsedFrom()) };
  if (name === undefined) throw new UsageError('A table is asked for by its database and its name.');
  const lake = await filesLakeAt(target, '');
  const { lakeDatabase, rawDatabase } = lake.names;
  if (database !== lakeDatabase && database !== rawDatabase)
    throw new NotThereError(`The databases of this lake are ${lakeDatabase} and ${rawDatabase}, not ${database}.`);
  return objectOfTable(await readTable(lake, { database, name, mostPartitions }), createOriginOf(), true);
};
