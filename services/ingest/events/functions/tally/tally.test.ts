import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTally } from './tally.ts';
import { batch, final, line, memory, shardId } from './tally-for-tests.ts';

describe('tally', () => {
  test('counts over the batches of a window, and writes a line per event type at its end', async () => {
    const { tally, objects, rows } = memory();
    const first = await tally(batch({ records: [line() + line({ event_id: 'e-2', entity_id: '18' })], from: 7 }));
    const second = await tally(
      batch({ records: [line({ event_id: 'e-3', event_type: 'order_paid' })], state: first.state, from: 8 }),
    );
    expect(objects.size).toBe(0);
    expect(await tally(batch({ state: second.state }, final))).toEqual({ state: {}, batchItemFailures: [] });
    expect([...objects.keys()]).toEqual([
      `raw/stats/events/year=2026/month=11/day=20/hour=13/20261120T134500Z-${shardId}-7.json`,
    ]);
    const both = {
      window_start: '2026-11-20T13:45:00.000Z',
      window_end: '2026-11-20T13:46:00.000Z',
      shard_id: shardId,
      repeated: 0,
      entities_error: 0,
      late: 0,
      first_sequence_number: '7',
      last_sequence_number: '8',
      terminated_early: false,
    };
    const bytes = line().length - 1;
    expect(rows()).toEqual([
      { ...both, event_type: 'order_placed', events: 2, entities: 2, bytes: 2 * bytes },
      { ...both, event_type: 'order_paid', events: 1, entities: 1, bytes: bytes - 2 },
    ]);
  });

  test('writes the same object again when the last invocation of a window is repeated', async () => {
    const { tally, objects } = memory();
    const { state } = await tally(batch({ records: [line()] }));
    await tally(batch({ state }, final));
    const once = [...objects];
    await tally(batch({ state }, final));
    expect([...objects]).toEqual(once);
  });

  test('writes nothing for a window without records', async () => {
    const { tally, objects } = memory();
    await tally(batch({}, final));
    expect(objects.size).toBe(0);
  });

  test('lays the rest of a window that was closed early beside its first part: their events add up', async () => {
    const { tally, objects, rows } = memory();
    const { state } = await tally(batch({ records: [line()] }));
    const early = await tally(
      batch({ records: [line({ event_id: 'e-2' })], state, from: 1 }, { isWindowTerminatedEarly: true }),
    );
    const rest = await tally(batch({ records: [line({ event_id: 'e-3' })], state: early.state, from: 2 }));
    await tally(batch({ state: rest.state }, final));
    expect(objects.size).toBe(2);
    expect(rows().map((row) => [row.events, row.terminated_early])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  test('tells events that happened long before the window, and lines that come again', async () => {
    const { tally, rows } = memory();
    const late = line({ event_id: 'e-2', occurred_at: '2026-11-20T13:39:59.999Z' });
    const timely = line({ event_id: 'e-3', occurred_at: '2026-11-20T13:40:00.000Z' });
    const { state } = await tally(batch({ records: [line(), late + timely] }));
    await tally(batch({ records: [line(), line()], state, from: 2 }, final));
    expect(rows()).toMatchObject([{ events: 3, repeated: 2, late: 1, entities: 1 }]);
  });

  test('counts what is no event by itself, and fails none of it', async () => {
    const { tally, rows } = memory();
    const poison = ['no json', '{}', '[1]', '\u0000', `{"a":${'['.repeat(100_000)}`, line({ event_type: 'Wrong' })];
    const bytes = [Buffer.from([0xff, 0xfe, 0x7b]).toString('latin1'), ...poison, line()];
    const answer = await tally(batch({ records: bytes }, final));
    expect(answer.batchItemFailures).toEqual([]);
    expect(rows().map((row) => [row.event_type, row.events])).toEqual([
      ['_unreadable', 7],
      ['order_placed', 1],
    ]);
  });

  test('starts a window again, and says so, when its state is of another version', async () => {
    const { tally, rows, errors } = memory();
    await tally(batch({ records: [line()], state: { version: 99 } }, final));
    expect(rows()).toMatchObject([{ events: 1 }]);
    expect(errors).toHaveLength(1);
  });

  test('throws when S3 does not take the counts, so that the batch comes again', async () => {
    const failing = createTally({
      write: () => Promise.reject(new Error('SlowDown')),
      lateAfterMs: 0,
      log: { error: () => undefined },
    });
    await expect(failing(batch({ records: [line()] }, final))).rejects.toThrow('SlowDown');
  });

  test('counts the same, however the records fall into batches', async () => {
    const events = fc.record({
      event_id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      event_type: fc.constantFrom('placed', 'paid', 'sent'),
      entity_id: fc.constantFrom('1', '2', '3'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.array(events, { minLength: 1 }))), async (batches) => {
        const { tally, rows } = memory();
        let state: unknown = {};
        let from = 0;
        for (const records of batches) {
          const lines = records.map((each) => each.map(line).join(''));
          state = (await tally(batch({ records: lines, state, from }))).state;
          from += lines.length;
        }
        await tally(batch({ state, from }, final));
        const all = batches.flat(2);
        const counted = rows();
        expect(counted.reduce((sum, row) => sum + row.events, 0)).toBe(new Set(all.map((each) => each.event_id)).size);
        expect(counted.reduce((sum, row) => sum + row.events + row.repeated, 0)).toBe(all.length);
        for (const row of counted) {
          const its = all.filter((each) => each.event_type === row.event_type);
          expect(row.entities).toBe(new Set(its.map((each) => each.entity_id)).size);
        }
      }),
    );
  });

  test('keeps its state below a megabyte, whatever the numbers of types, entities and events are', async () => {
    const { tally } = memory();
    let state: unknown = {};
    for (let round = 0; round < 2; round += 1) {
      const lines = Array.from({ length: 50_000 }, (_, index) => {
        const id = `${round}-${index}`;
        return line({ event_id: id, entity_id: id, event_type: `${'t'.repeat(60)}${index % 300}`.slice(-63) });
      });
      state = (await tally(batch({ records: [lines.join('')], state, from: round }))).state;
      expect(JSON.stringify(state).length).toBeLessThan(1_000_000);
    }
    const { tally: last, rows } = memory();
    await last(batch({ state }, final));
    const counted = rows();
    expect(counted).toHaveLength(201);
    expect(counted.reduce((sum, row) => sum + row.events, 0)).toBe(100_000);
    for (const row of counted) expect(Math.abs(row.entities - row.events) / row.events).toBeLessThan(0.4);
  });
});
