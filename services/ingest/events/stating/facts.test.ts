import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLimits } from '../core/facts/answer.ts';
import { answered, ask, factIdsOf, line, memory, parsed, results } from './facts-for-tests.ts';

describe('the facts transformation', () => {
  test('answers a record of several events with the facts of all of them', async () => {
    const { transform, objects } = memory();
    const changed = { old: { status: 'new', total: 1 }, new: { status: 'paid', total: 1 } };
    const record = line() + line({ event_id: 'e-2', event_type: 'order_changed', payload: changed });
    const outcome = await transform(ask([record]));
    expect(results(outcome)).toEqual(['Ok']);
    expect(
      answered(outcome).map(({ partition, fact }) => [partition, fact.attribute, fact.value, fact.event_id]),
    ).toEqual([
      ['order', 'status', '"paid"', 'e-1'],
      ['order', 'status', '"paid"', 'e-2'],
    ]);
    expect(outcome.counts).toMatchObject({ facts: 2, undeclared: 0, failed: 0, overflows: 0 });
    expect(objects.size).toBe(0);
  });

  test('drops what nobody has declared, and what states nothing', async () => {
    const { transform } = memory();
    const unchanged = line({ event_type: 'order_changed', payload: { old: { a: 1 }, new: { a: 1 } } });
    const outcome = await transform(ask([line({ event_type: 'page_viewed' }), unchanged, '']));
    expect(results(outcome)).toEqual(['Dropped', 'Dropped', 'Dropped']);
    expect(outcome.counts).toMatchObject({ facts: 0, undeclared: 1 });
  });

  test.each([
    ['no JSON', 'hello'],
    ['half a line', line().slice(0, 40)],
    ['no envelope', '{"event_id":"e-1"}\n'],
    ['no payload', `${line().slice(0, line().indexOf(',"payload"'))}}\n`],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a good line and a bad one', `${line()}{]\n`],
    ['depth without end', `{"event_id":${'['.repeat(300_000)}`],
    ['a parked payload that is not there', line({ payload: 'lost' })],
  ])('fails a record with %s, and only that', async (_what, record) => {
    const { transform, warnings } = memory();
    const outcome = await transform(ask([line(), record, line()]));
    expect(results(outcome)).toEqual(['Ok', 'ProcessingFailed', 'Ok']);
    expect(outcome.counts).toMatchObject({ facts: 2, failed: 1 });
    expect(warnings).toHaveLength(1);
  });

  test('tells in its log where a bad record is and why, but nothing of what is in it', async () => {
    const { transform, warnings } = memory();
    await transform(ask([line({ event_type: 'Secret-Type', payload: 'secret' }), 'secret']));
    expect(warnings).toHaveLength(2);
    expect(JSON.stringify(warnings)).toContain('"shardId":"shardId-000000000000","sequenceNumber":"1"');
    expect(JSON.stringify(warnings)).not.toMatch(/secret/i);
  });

  test('keeps poisonous payloads as what they are', async () => {
    const { transform } = memory();
    const payload = `{"__proto__":{"admin":true},"constructor":1,"deep":${'[{"a":'.repeat(5_000)}1${'}]'.repeat(5_000)}}`;
    const record = line({ payload: 0 }).replace('"payload":0}', `"payload":${payload}}`);
    const outcome = await transform(ask([record]));
    expect(answered(outcome).map(({ fact }) => fact.attribute)).toEqual(['__proto__.admin', 'constructor', 'deep']);
    expect(Object.keys({})).toEqual([]);
  });

  test('throws when S3 does not answer: Firehose tries again', async () => {
    const { transform } = memory();
    await expect(transform(ask([line({ payload: 'slow' })]))).rejects.toThrow('SlowDown');
  });

  test('writes to S3 itself what an answer cannot hold, once, wherever it is tried', async () => {
    const { transform, objects } = memory();
    const payload = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`attribute_${index}`, index]));
    const large = line({ payload });
    const outcome = await transform(ask([large, line()]));
    expect(results(outcome)).toEqual(['Dropped', 'Ok']);
    const digest = createHash('sha256').update(`${large.length}\n${large}`).digest('hex').slice(0, 32);
    expect([...objects.keys()]).toEqual([
      `raw/facts/order/year=2026/month=11/day=20/hour=13/overflow-${digest}.json.gz`,
    ]);
    expect(parsed([...objects.values()].join(''))).toHaveLength(20_000);
    expect(outcome.counts).toMatchObject({ facts: 20_001, overflows: 1 });
    const first = [...objects];
    await transform(ask([large]));
    expect([...objects]).toEqual(first);
  });

  test('stops at 4.2 MB of facts in an answer, and goes on with a record that still fits', async () => {
    const { transform, objects } = memory();
    const ofSize = (size: number) => line({ payload: { text: 'x'.repeat(size) } });
    const outcome = await transform(
      ask([...Array.from({ length: 4 }, () => ofSize(950_000)), ofSize(500_000), line()]),
    );
    expect(results(outcome)).toEqual(['Ok', 'Ok', 'Ok', 'Ok', 'Dropped', 'Ok']);
    expect(objects.size).toBe(1);
  });

  test('answers with one entity of a record, and writes the facts of its others to S3', async () => {
    const { transform, objects } = memory();
    const cart = line({ entity: 'cart', event_type: 'cart_filled', payload: { items: [1, 2] } });
    const silent = line({ entity: 'user', event_type: 'order_changed', payload: {} });
    const outcome = await transform(ask([line() + cart + silent + line({ event_id: 'e-2' })]));
    expect(answered(outcome).map(({ partition, fact }) => [partition, fact.event_id])).toEqual([
      ['order', 'e-1'],
      ['order', 'e-2'],
    ]);
    expect([...objects.keys()].map((key) => key.slice(0, 23))).toEqual(['raw/facts/cart/year=202']);
    expect(parsed([...objects.values()].join('')).map((fact) => fact.attribute)).toEqual(['items.0', 'items.1']);
  });

  test('fails a record whose facts for S3 cannot all be made; those of the others are written', async () => {
    const { transform, objects } = memory();
    const cart = (payload: unknown) => line({ entity: 'cart', event_type: 'cart_filled', payload });
    const outcome = await transform(ask([line() + cart('lost'), line() + cart({ total: 1 })]));
    expect(results(outcome)).toEqual(['ProcessingFailed', 'Ok']);
    expect(parsed([...objects.values()].join('')).map((fact) => fact.attribute)).toEqual(['total']);
  });

  const payloads = fc.oneof(
    { weight: 5, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 60 }))
        .map(([attributes, size]) =>
          Object.fromEntries(Array.from({ length: attributes }, (_, index) => [`a${index}`, 'é'.repeat(size)])),
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: 1, max: 900_000 })
        .map((size) => ({ text: 'x'.repeat(size), quoted: '"'.repeat(size / 10) })),
    },
  );
  const events = fc.record({
    event_id: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    event_type: fc.constantFrom('order_placed', 'order_changed', 'cart_filled', 'page_viewed'),
    entity: fc.constantFrom('order', 'order', 'order', 'cart'),
    entity_id: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    payload: payloads,
  });
  const records = fc.oneof(
    { weight: 8, arbitrary: fc.array(events, { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant('malformed' as const) },
  );

  test('stays within every limit, answers each record once, and loses no fact', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(records, { maxLength: 12 }), async (asked) => {
        const { transform, objects } = memory();
        const event = ask(asked.map((each) => (each === 'malformed' ? '{' : each.map(line).join(''))));
        const outcome = await transform(event);
        expect(outcome.result.records.map(({ recordId }) => recordId)).toEqual(
          event.records.map(({ recordId }) => recordId),
        );
        expect(JSON.stringify(outcome.result).length).toBeLessThanOrEqual(answerLimits.bytes);
        const raw = outcome.result.records.map(({ data = '' }) => Buffer.from(data, 'base64').length);
        expect(raw.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(answerLimits.rawBytes);
        expect(Math.max(0, ...raw)).toBeLessThanOrEqual(answerLimits.recordBytes);

        const stated = answered(outcome);
        for (const { partition, fact } of stated) expect(fact.entity).toBe(partition);
        for (const [key, text] of objects) {
          for (const fact of parsed(text)) expect(key).toContain(`raw/facts/${fact.entity}/`);
        }
        const made = [...stated.map(({ fact }) => fact), ...[...objects.values()].flatMap(parsed)];
        const expected = asked.flatMap((each) => (each === 'malformed' ? [] : each)).flatMap(factIdsOf);
        expect(new Set(made.map((fact) => fact.fact_id))).toEqual(new Set(expected));
        expect(outcome.counts.failed).toBe(asked.filter((each) => each === 'malformed').length);
      }),
      { numRuns: 30 },
    );
  });

  test('names every record even where they are so many that their names alone fill the answer', async () => {
    const { transform, objects } = memory();
    const outcome = await transform(ask(Array.from({ length: 20_000 }, () => line())));
    expect(outcome.result.records).toHaveLength(20_000);
    expect(JSON.stringify(outcome.result).length).toBeLessThanOrEqual(answerLimits.bytes);
    expect(outcome.counts.facts).toBe(20_000);
    const overflow = parsed([...objects.values()].join(''));
    expect(answered(outcome).length + overflow.length).toBe(20_000);
    expect(overflow.length).toBeGreaterThan(0);
    expect(objects.size).toBe(1);
  });
});
