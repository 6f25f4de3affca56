import {
  GetStatementResultCommand,
  type GetStatementResultCommandOutput,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';

/** All rows that a statement gave, values as text. */
export async function readResult(
  client: Pick<RedshiftDataClient, 'send'>,
  Id: string,
): Promise<readonly (readonly (string | null)[])[]> {
  const rows: (readonly (string | null)[])[] = [];
  let from: string | undefined;
  do {
    const page: GetStatementResultCommandOutput = await client.send(
      new GetStatementResultCommand({ Id, ...(from === undefined ? {} : { NextToken: from }) }),
    );
    rows.push(...(page.Records ?? []).map((record) => record.map(({ stringValue }) => stringValue ?? null)));
    from = page.NextToken;
  } while (from !== undefined);
  return rows;
}
