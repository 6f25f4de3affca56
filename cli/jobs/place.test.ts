import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../failure.ts';
import { giveOrder } from './give-order.ts';
import { createReader, NotDeployedError, placeOf } from './place.ts';

const place = placeOf('enrich', { prefix: 'acme', stage: 'dev' });
const failing = (error: Error) => ({ send: () => Promise.reject(error) });

test('a service’s jobs are where its deployment puts them', () => {
  expect(place).toMatchObject({ table: 'acme-enrich-jobs-dev', queue: 'acme-enrich-dev-plan' });
  expect(placeOf('ingest', { prefix: 'acme', stage: 'dev' })).toMatchObject({
    table: 'acme-ingest-jobs-dev',
    queue: 'acme-ingest-dev-plan-current',
  });
});

test('a service without its table is told as not deployed, by whatever is read first', async () => {
  const reader = createReader(failing(new ResourceNotFoundException({ $metadata: {}, message: 'no' })), place);
  for (const read of [reader.state('t'), reader.waiting('t', 0, 1), reader.setAside('t'), reader.log('t', 1)]) {
    const error = await read.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotDeployedError);
    expect(exitCodeOf(error)).toBe(1);
    expect(String(error)).toContain('services/enrich is not deployed to the stage dev');
    expect(String(error)).toContain('there is no table acme-enrich-jobs-dev');
  }
});

test('any other failure stays what it is', async () => {
  const denied = new Error('AccessDenied');
  await expect(createReader(failing(denied), place).state('t')).rejects.toBe(denied);
  await expect(giveOrder(failing(denied), place, { retry: 't' })).rejects.toBe(denied);
});

test('an order is sent to the queue of plan, as the service reads it', async () => {
  const sent: object[] = [];
  const sqs = {
    send: async ({ input }: { readonly input: object }): Promise<object> => {
      sent.push(input);
      return { QueueUrl: 'https://q' };
    },
  };
  await giveOrder(sqs, place, { run: 't', days: ['2026-11-20'] });
  expect(sent).toEqual([
    { QueueName: 'acme-enrich-dev-plan' },
    { QueueUrl: 'https://q', MessageBody: '{"run":"t","days":["2026-11-20"]}' },
  ]);
});

test('a service without its queue is told as not deployed', async () => {
  const sqs = failing(new QueueDoesNotExist({ $metadata: {}, message: 'no' }));
  await expect(giveOrder(sqs, place, { retry: 't' })).rejects.toThrow('there is no queue acme-enrich-dev-plan');
});
