import { text } from 'node:stream/consumers';
import { SqlError } from '../../../sql/error.ts';
import { openText } from './compressed-text.ts';
import { printJson, readJson } from './serde/json-tree.ts';

/** CloudTrail's files are one object each, whose `Records` are the records. https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html */
export async function* readCloudTrail(path: string, name: string): AsyncGenerator<readonly string[]> {
  const whole = readJson(await text(await openText(path, name)));
  const records = whole?.kind === 'object' ? whole.entries.find(([key]) => key === 'Records')?.[1] : undefined;
  if (records?.kind !== 'array')
    throw new SqlError('HIVE_BAD_DATA', `${name} is no file of CloudTrail's: a JSON object with Records is expected`);
  yield records.items.map(printJson);
}
