import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTestPorts, lambdaEvent } from '../../delivery/ports-for-tests.ts';
import { createBridge } from './bridge.ts';

const plenty = () => 60_000;

describe('the bridge', () => {
  test('brings each message of a batch to where it belongs, and says what became of them', async () => {
    const { ports, lines, parked, rejects } = createTestPorts();
    const large = JSON.stringify({ id: 3, text: 'x'.repeat(2000) });
    const counts = await createBridge(ports)(
      lambdaEvent([
        { body: '{"id": 1}', messageId: 'm-1' },
        { body: '{"id": 1,\n "n": 2}' },
        { body: 'noise', type: 'noise' },
        { body: large, messageId: 'm-3' },
        { body: 'no json', messageId: 'm-4' },
      ]),
      plenty,
    );
    const events = lines.map((line): Record<string, unknown> => JSON.parse(line));
    expect(events.map(({ event_id }) => event_id).toSorted()).toEqual([
      'm-1',
      'm-3',
      expect.stringMatching(/^v2:[0-9a-f]{64}$/),
    ]);
    expect(parked).toHaveLength(1);
    expect(parked[0]?.body.toString()).toBe(large);
    expect(events.find(({ event_id }) => event_id === 'm-3')).toMatchObject({
      payload: {
        parked: {
          bucket: 'raw',
          key: expect.stringMatching(/^parked\/events\/thing\/[0-9a-f]{32}-[0-9a-f]{16}\.json$/),
          bytes: large.length,
          sha256: createHash('sha256').update(large).digest('hex'),
        },
      },
    });
    expect(rejects).toMatchObject([
      {
        source: 'rabbitmq/%2F/lake',
        record_id: 'm-4',
        reason: 'not_json',
        bytes: Buffer.from('no json').toString('base64'),
      },
    ]);
    expect(counts).toMatchObject({
      Received: 5,
      Kept: 3,
      Parked: 1,
      Dropped: 1,
      DroppedByRoute: 1,
      Rejected: 1,
      'Rejects not_json': 1,
      SecondsBehind: 10,
    });
  });

  test('takes poison for what it is, and the rest of the batch all the same', async () => {
    const { ports, lines, rejects } = createTestPorts();
    const poison = [
      '{"id":',
      Buffer.from([0xff, 0xfe, 0x00]),
      '['.repeat(5000) + ']'.repeat(5000),
      `{"id":"${'x'.repeat(300)}"}`,
      '{"id":{}}',
      '{}',
      'null',
    ];
    const harmless = [
      '{"id":1,"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}',
      '{"id":"last"}',
    ];
    await createBridge(ports)(lambdaEvent([...poison, ...harmless].map((body) => ({ body }))), plenty);
    expect(lines).toHaveLength(harmless.length);
    expect(lines.join()).toContain('"payload":{"id":1,"__proto__":{"admin":true}');
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('admin');
    expect(rejects.map(({ reason }) => reason)).toEqual([
      'not_json',
      'not_utf8',
      'too_deep',
      'bad_entity_id',
      'bad_entity_id',
      'no_entity_id',
      'no_entity_id',
    ]);
  });

  test('gives the same names to what it writes when a batch comes again', async () => {
    const event = lambdaEvent([{ body: JSON.stringify({ id: 3, text: 'x'.repeat(2000) }) }]);
    const [first, second] = [createTestPorts(), createTestPorts()];
    await createBridge(first.ports)(event, plenty);
    await createBridge(second.ports)(event, plenty);
    expect(first.parked).toEqual(second.parked);
    expect(first.lines).toEqual(second.lines);
  });

  test('fails the batch when time runs out, saying how much is not stored', async () => {
    const { ports } = createTestPorts({
      putRecords: async (records) => records.map(() => ({ errorCode: 'ProvisionedThroughputExceededException' })),
    });
    const bridge = createBridge(ports)(lambdaEvent([{ body: '{"id":1}' }, { body: '{"id":2}' }]), () => 2050);
    await expect(bridge).rejects.toThrow('The stream has not taken 2 events in time');
  });

  test.each([
    ['putRecords', { isTransient: () => false }],
    ['park', {}],
    ['writeRejects', {}],
  ] as const)('fails the batch when %s fails for good', async (port, more) => {
    const { ports } = createTestPorts({ ...more, [port]: () => Promise.reject(new Error('denied')) });
    const bodies = ['{"id":1}', 'no json', JSON.stringify({ id: 2, text: 'x'.repeat(2000) })];
    await expect(createBridge(ports)(lambdaEvent(bodies.map((body) => ({ body }))), plenty)).rejects.toThrow('denied');
  });

  test('keeps the order of an entity when single records fail', async () => {
    let calls = 0;
    const { ports, accept, lines } = createTestPorts({
      putRecords: async (records) => {
        calls += 1;
        const isBad = calls % 2 === 1;
        await accept(isBad ? records.slice(1) : records);
        return records.map((_, index) => ({ errorCode: isBad && index === 0 ? 'InternalFailure' : null }));
      },
    });
    const messages = Array.from({ length: 200 }, (_, seq) => ({ body: JSON.stringify({ id: seq % 7, seq }) }));
    const counts = await createBridge(ports)(lambdaEvent(messages), plenty);
    const seqs = lines.map((line): number => JSON.parse(line).payload.seq);
    for (let id = 0; id < 7; id += 1) {
      const own = seqs.filter((seq) => seq % 7 === id);
      expect(own).toEqual(messages.map((_, seq) => seq).filter((seq) => seq % 7 === id));
    }
    expect(counts.RetriedEntries).toBeGreaterThan(0);
  });
});
