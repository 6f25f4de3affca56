import { AddLFTagsToResourceCommand, type LakeFormationClient } from '@aws-sdk/client-lakeformation';
import type { HiveColumn } from './hive-type.ts';

/** The parameter of a column of Glue that is sensitive: `{sensitive: 'true'}`. */
const sensitiveParameter = 'sensitive';

/** Values of all columns of a table stand in it, by their paths: where one is sensitive, it is too. */
const rescued = '_rescued_data';

/** The columns of a table that Lake Formation is to hide from analysts. */
export function sensitiveColumnsOf(columns: readonly HiveColumn[]): readonly string[] {
  const marked = columns
    .filter(({ parameters }) => parameters?.[sensitiveParameter] === 'true')
    .map(({ name }) => name);
  if (marked.length === 0) return [];
  return columns.map(({ name }) => name).filter((name) => marked.includes(name) || name === rescued);
}

/**
 * Hides columns of a table that is there from whoever Lake Formation binds. Called once the table is made or has got a sensitive column, before
 * the first row is written; may be called again.
 */
export type HideColumns = (table: {
  readonly database: string;
  readonly table: string;
  readonly columns: readonly string[];
}) => Promise<void>;

/** By tag: the value `yes` instead of the `no` that a column inherits from its database. Throws where a column could not be tagged. */
export function createHideColumns(client: Pick<LakeFormationClient, 'send'>, tagKey: string): HideColumns {
  return async ({ database, table, columns }) => {
    if (columns.length === 0) return;
    const { Failures: failures = [] } = await client.send(
      new AddLFTagsToResourceCommand({
        Resource: { TableWithColumns: { DatabaseName: database, Name: table, ColumnNames: [...columns] } },
        LFTags: [{ TagKey: tagKey, TagValues: ['yes'] }],
      }),
    );
    // Told per tag under HTTP 200.
    const [failure] = failures;
    if (failure !== undefined)
      throw new Error(
        `Columns ${columns.join(', ')} of ${database}.${table} were not hidden: ${failure.Error?.ErrorCode} ${failure.Error?.ErrorMessage}`,
      );
  };
}
