import type { NamedQuery } from '@aws-sdk/client-athena';
import type { StoredNamedQuery } from './store.ts';

/** A saved query as Athena answers it. */
export function describeNamedQuery(query: StoredNamedQuery): NamedQuery {
  return {
    NamedQueryId: query.id,
    Name: query.name,
    Description: query.description,
    Database: query.database,
    QueryString: query.queryString,
    WorkGroup: query.workGroup,
  };
}
