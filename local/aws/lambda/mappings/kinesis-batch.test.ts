import { describe, expect, test } from 'vitest';
import { arn, mappingFixture, never, quiet, role, until, valuesOf, zero } from './kinesis-for-tests.ts';

const fixture = mappingFixture();

describe('a batch', () => {
  test('is what the shard holds, up to the batch size, as events of aws:kinesis', async () => {
    const { Records = [] } = await fixture.stream.put(['1', '2', '3'], 'key');
    fixture.follow({ BatchSize: 2 });
    await until(() => fixture.events.length === 2);
    expect(fixture.seen()).toEqual([['1', '2'], ['3']]);
    const [{ SequenceNumber = '' } = {}] = Records;
    expect(fixture.events[0]?.Records[0]).toEqual({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'key',
        sequenceNumber: SequenceNumber,
        data: Buffer.from('1').toString('base64'),
        approximateArrivalTimestamp: expect.any(Number),
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${zero}:${SequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: role,
      awsRegion: 'eu-west-1',
      eventSourceARN: arn,
    });
  });

  test('waits for more during its window, but not once it is full', async () => {
    fixture.follow({ BatchSize: 3, MaximumBatchingWindowInSeconds: 200 });
    await fixture.stream.put(['1', '2'], 'key');
    await quiet(600);
    expect(fixture.events).toEqual([]);
    await fixture.stream.put(['3', '4'], 'key');
    await until(() => fixture.events.length === 1);
    fixture.testing.pass(200_000);
    await until(() => fixture.events.length === 2);
    expect(fixture.seen()).toEqual([['1', '2', '3'], ['4']]);
  });

  test('holds at most 6 MB', async () => {
    for (let index = 0; index < 9; index++) await fixture.stream.put([String(index).repeat(1_000_000)], 'key');
    fixture.follow();
    await until(() => fixture.events.flatMap(({ Records }) => Records).length === 9);
    for (const event of fixture.events) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(6_291_456);
    expect(fixture.events.map(({ Records }) => Records.length)).toEqual([4, 4, 1]);
  });

  test('holds only what the filters let through', async () => {
    await fixture.stream.put(['{"type":"a"}', '{"type":"b"}', 'no json'], 'key');
    fixture.follow({ FilterCriteria: { Filters: [{ Pattern: '{"data":{"type":["b"]}}' }] } });
    await until(() => fixture.events.length === 1);
    expect(fixture.seen()).toEqual([['{"type":"b"}']]);
  });
});

describe('several batches of a shard at a time', () => {
  test('keep the order of each partition key, and one that hangs does not stop the others', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
    for (let round = 0; round < 5; round++) for (const key of keys) await fixture.stream.put([`${key}#${round}`], key);
    fixture.handler = (event) => (valuesOf(event).includes('k0#0') ? never() : quiet(2));
    fixture.follow({ ParallelizationFactor: 4, BatchSize: 3 });
    const inHand = () => new Set(fixture.seen().flat());
    const laneOfK0 = () =>
      new Set(fixture.events.filter((event) => valuesOf(event).includes('k0#0')).flatMap(valuesOf));
    await until(() => inHand().size >= 25 && keys.filter((key) => inHand().has(`${key}#4`)).length >= 5);
    expect(laneOfK0().has('k0#4')).toBe(false);
    for (const key of keys) {
      const rounds = fixture
        .seen()
        .flat()
        .filter((value) => value.startsWith(`${key}#`));
      expect(rounds).toEqual([...rounds].sort());
    }
    fixture.kill();
    fixture.handler = () => null;
    fixture.follow({ ParallelizationFactor: 3, BatchSize: 100 });
    await until(() => inHand().has('k0#4'));
    expect([0, 1, 2, 3, 4].every((round) => inHand().has(`k0#${round}`))).toBe(true);
  });
});
