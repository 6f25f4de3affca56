import * as z from 'zod/mini';
import { call } from './request.ts';

const savedSchema = z.object({
  NamedQueryId: z.string(),
  Name: z.string(),
  Description: z.optional(z.string()),
  Database: z.string(),
  QueryString: z.string(),
  WorkGroup: z.optional(z.string()),
});

/** One of Athena's named queries. */
export type Saved = z.infer<typeof savedSchema>;

const listed = z.object({ NamedQueryIds: z.optional(z.array(z.string())), NextToken: z.optional(z.string()) });
const found = z.object({ NamedQueries: z.array(savedSchema) });

/** All of a work group, by name. */
export async function savedOf(workGroup: string, signal?: AbortSignal): Promise<readonly Saved[]> {
  const saved: Saved[] = [];
  let token: string | undefined;
  do {
    const input = { WorkGroup: workGroup, MaxResults: 50, ...(token === undefined ? {} : { NextToken: token }) };
    const { NamedQueryIds = [], NextToken } = listed.parse(await call('athena', 'ListNamedQueries', input, signal));
    if (NamedQueryIds.length > 0) {
      const { NamedQueries } = found.parse(await call('athena', 'BatchGetNamedQuery', { NamedQueryIds }, signal));
      saved.push(...NamedQueries);
    }
    token = NextToken;
  } while (token !== undefined);
  return saved.toSorted((a, b) => a.Name.localeCompare(b.Name));
}

export async function savedBy(id: string, signal?: AbortSignal): Promise<Saved> {
  const output = await call('athena', 'GetNamedQuery', { NamedQueryId: id }, signal);
  return z.object({ NamedQuery: savedSchema }).parse(output).NamedQuery;
}

export type Saving = {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly database: string;
  readonly workGroup: string;
};

/** Gives the id of the new one. */
export async function save({ name, description, sql, database, workGroup }: Saving): Promise<string> {
  const input = {
    Name: name,
    ...(description === '' ? {} : { Description: description }),
    QueryString: sql,
    Database: database,
    WorkGroup: workGroup,
    // A name may be there twice in Athena: a request that is sent twice makes one.
    ClientRequestToken: crypto.randomUUID(),
  };
  return z.object({ NamedQueryId: z.string() }).parse(await call('athena', 'CreateNamedQuery', input)).NamedQueryId;
}

/** Name, description and text; where it runs stays as it was. */
export async function update(id: string, { name, description, sql }: Omit<Saving, 'database' | 'workGroup'>) {
  await call('athena', 'UpdateNamedQuery', {
    NamedQueryId: id,
    Name: name,
    Description: description,
    QueryString: sql,
  });
}

export async function remove(id: string): Promise<void> {
  await call('athena', 'DeleteNamedQuery', { NamedQueryId: id });
}
