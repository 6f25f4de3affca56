import { expect, test } from 'vitest';
import { queueResources as made } from './queue-resources.ts';

const settings = { brokerArn: 'arn', brokerSecret: 'secret', vhost: 'my/host', name: 'ingest-dev' };
const queueResources = (...queues: readonly string[]) => made(queues, settings);

test('one queue has the names that it always had', () => {
  const resources = queueResources('lake');
  expect(Object.keys(resources)).toEqual([
    'BridgeSource',
    'DrainSchedule',
    'DrainPermission',
    'DrainDeadLettersPolicy',
  ]);
  expect(resources).toMatchObject({
    BridgeSource: { Properties: { Queues: ['lake'] } },
    DrainSchedule: { Properties: { Targets: [{ Input: '{"queue":"lake"}' }] } },
  });
});

test('each queue has a mapping and a schedule of its own, and what is added changes no other', () => {
  const [two, three] = [queueResources('lake', 'a.b'), queueResources('lake', 'a.b', 'ü/c')];
  expect(Object.keys(three)).toHaveLength(10);
  for (const [id, resource] of Object.entries(two)) {
    expect(id).toMatch(/^[A-Za-z0-9]+$/);
    if (id !== 'DrainDeadLettersPolicy') expect(three[id]).toEqual(resource);
  }
  expect(JSON.stringify(three.DrainDeadLettersPolicy).match(/DrainSchedule/g)).toHaveLength(3);
});
