import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { type Operation, operation } from '../../kernel/operation.ts';

type Definition = {
  readonly queryDefinitionId: string;
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames: readonly string[];
  readonly lastModified: number;
};

/** Queries that are saved by name; a name may have folders. What they say is not read before they run, as on AWS. */
export function queryDefinitionOperations(dir: string): readonly Operation[] {
  const definitions = openJournal<Definition>(join(dir, 'query-definitions.jsonl'));
  return [put(definitions), describe(definitions), remove(definitions)];
}

const notFound = () => new AwsError('ResourceNotFoundException', 'The specified query definition does not exist.');

const put = (definitions: Journal<Definition>) =>
  operation('logs', 'PutQueryDefinition', {
    permissions: () => [{ action: 'logs:PutQueryDefinition', resource: '*' }],
    handle({ name = '', queryString = '', queryDefinitionId = randomUUID(), logGroupNames = [], ...rest }, { cloud }) {
      if ((rest.queryLanguage ?? 'CWLI') !== 'CWLI') throw notCovered(`queries of ${rest.queryLanguage}`);
      const isNew = !definitions.has(queryDefinitionId);
      const isTaken = [...definitions.values()].some(
        (each) => each.name === name && each.queryDefinitionId !== queryDefinitionId,
      );
      if (isTaken) throw new AwsError('InvalidParameterException', `A query definition named ${name} already exists.`);
      if (isNew && definitions.size >= maxDefinitions)
        throw new AwsError('LimitExceededException', 'The limit of query definitions is reached.');
      const lastModified = cloud.clock.now();
      definitions.put(queryDefinitionId, { queryDefinitionId, name, queryString, logGroupNames, lastModified });
      return { queryDefinitionId };
    },
  });

const maxDefinitions = 1_000;

const describe = (definitions: Journal<Definition>) =>
  operation('logs', 'DescribeQueryDefinitions', {
    permissions: () => [{ action: 'logs:DescribeQueryDefinitions', resource: '*' }],
    handle({ queryDefinitionNamePrefix = '', maxResults = 1_000, nextToken = '0' }) {
      const all = [...definitions.values()]
        .filter(({ name }) => name.startsWith(queryDefinitionNamePrefix))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const end = Number(nextToken) + maxResults;
      const queryDefinitions = all
        .slice(Number(nextToken), end)
        .map((each) => ({ ...each, logGroupNames: [...each.logGroupNames] }));
      return { queryDefinitions, ...(end < all.length && { nextToken: String(end) }) };
    },
  });

const remove = (definitions: Journal<Definition>) =>
  operation('logs', 'DeleteQueryDefinition', {
    permissions: () => [{ action: 'logs:DeleteQueryDefinition', resource: '*' }],
    handle({ queryDefinitionId = '' }) {
      if (!definitions.delete(queryDefinitionId)) throw notFound();
      return { success: true };
    },
  });
