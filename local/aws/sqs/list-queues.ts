import { operation } from '../../kernel/operation.ts';
import { readRedrivePolicy } from './queue-attributes.ts';
import { onQueue, permission, queueOf, type Sqs } from './sqs.ts';

const maxPage = 1000;

export const listQueues = (sqs: Sqs) =>
  operation('sqs', 'ListQueues', {
    permissions: (_input, { cloud }) => [permission('ListQueues', cloud, '*')],
    handle(input) {
      const names = [...sqs.store.queues.keys()].filter((name) => name.startsWith(input.QueueNamePrefix ?? ''));
      const { items, NextToken } = page(names, input);
      return { ...(items.length > 0 && { QueueUrls: items.map(sqs.store.url) }), ...NextToken };
    },
  });

export const listDeadLetterSourceQueues = (sqs: Sqs) =>
  operation('sqs', 'ListDeadLetterSourceQueues', {
    permissions: onQueue('ListDeadLetterSourceQueues'),
    handle(input) {
      const { arn } = queueOf(sqs, input);
      const names = [...sqs.store.queues.values()]
        .filter(({ attributes }) => readRedrivePolicy(attributes)?.deadLetterTargetArn === arn)
        .map(({ name }) => name);
      const { items, NextToken } = page(names, input);
      return { queueUrls: items.map(sqs.store.url), ...NextToken };
    },
  });

type PageInput = { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined };

/** In order of name; the token is the last name of the page before. A next token is given only to who asked for pages. */
function page(names: readonly string[], { MaxResults, NextToken = '' }: PageInput) {
  const after = Buffer.from(NextToken, 'base64').toString();
  const rest = [...names].sort().filter((name) => name > after);
  const items = rest.slice(0, MaxResults ?? maxPage);
  const last = items.at(-1);
  const hasMore = MaxResults !== undefined && items.length < rest.length && last !== undefined;
  return { items, NextToken: hasMore ? { NextToken: Buffer.from(last).toString('base64') } : {} };
}
