import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { eventsOf } from '../../delivery/stack-events.ts';

const since = new Date('2026-11-20T12:00:00Z');
const event = (id: string, minute: number) => ({
  LogicalResourceId: id,
  ResourceType: 'AWS::SQS::Queue',
  ResourceStatus: 'UPDATE_FAILED',
  Timestamp: new Date(since.getTime() + minute * 60_000),
});

/** A client that answers with these pages, newest event first, as AWS does. */
function clientOf(pages: readonly object[]): CloudFormationClient {
  const client = new CloudFormationClient({ region: 'eu-west-1' });
  const turns = [...pages];
  client.middlewareStack.add(
    () => async () => {
      const page = turns.shift();
      if (page instanceof Error) throw page;
      if (page === undefined) throw new Error('asked for more pages than needed');
      return { output: { ...page, $metadata: {} }, response: {} };
    },
    { step: 'initialize' },
  );
  return client;
}

test('the events of a deployment are read back to its beginning, and no further', async () => {
  const client = clientOf([
    { StackEvents: [event('c', 3), event('b', 2)], NextToken: 'older' },
    { StackEvents: [{ ...event('a', 0), ResourceStatusReason: 'denied' }, event('before', -1)], NextToken: 'oldest' },
  ]);
  const events = await eventsOf(client, 'stack', since);
  expect(events.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(events[0]).toEqual({ id: 'a', type: 'AWS::SQS::Queue', status: 'UPDATE_FAILED', reason: 'denied' });
});

test('a stack that is not there has none, and any other error is told', async () => {
  expect(await eventsOf(clientOf([new Error('Stack [stack] does not exist')]), 'stack', since)).toEqual([]);
  await expect(eventsOf(clientOf([new Error('Rate exceeded')]), 'stack', since)).rejects.toThrow('Rate exceeded');
});
