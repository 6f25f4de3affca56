import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDeclarations } from './declarations.ts';
import { type Declaration, type FactEvent, factsOf } from './facts-of.ts';

function declare(yaml: string): Declaration {
  const declared = readDeclarations(`events: { changed: {${yaml}} }`).get('changed');
  if (declared === undefined) throw new Error('not declared');
  return declared;
}

function event(payload: unknown): FactEvent {
  return {
    event_id: 'e-1',
    event_type: 'changed',
    entity: 'order',
    entity_id: '17',
    occurred_at: '2026-11-20T13:00:00.000Z',
    payload: JSON.stringify(payload),
  };
}

function stated(payload: unknown, yaml = ''): Record<string, string> {
  return Object.fromEntries([...factsOf(event(payload), declare(yaml))].map((fact) => [fact.attribute, fact.value]));
}

const states = 'after: new, before: old';

describe('the facts of an event', () => {
  test('say of which entity, when, by which event, under an id of their own', () => {
    expect([...factsOf(event({ status: 'paid' }), declare(''))]).toEqual([
      {
        fact_id: '325dd840e3362d098cd0aa190c5ed1d5',
        entity: 'order',
        entity_id: '17',
        attribute: 'status',
        value: '"paid"',
        at: '2026-11-20T13:00:00.000Z',
        event_id: 'e-1',
      },
    ]);
  });

  test('are those of the attributes that are picked, and none of those left out', () => {
    const payload = { id: 17, buyer: { name: 'Ann', mail: 'a@b' }, items: [{ sku: 's', qty: 2 }], buyers: 3 };
    expect(stated(payload, 'attributes: [buyer], except: [buyer.mail]')).toEqual({ 'buyer.name': '"Ann"' });
    expect(stated(payload, 'attributes: [items.*.sku], arrays: [items]')).toEqual({ 'items.0.sku': '"s"' });
    expect(Object.keys(stated(payload, 'except: [id, items]'))).toEqual(['buyer.name', 'buyer.mail', 'buyers']);
  });

  test('are only those that changed, where the event says what was before', () => {
    const old = { status: 'new', total: { amount: 10, tax: 2 }, note: 'x', tags: ['a'], gift: null };
    const now = { status: 'paid', total: { amount: 10, tax: 3 }, tags: ['a', 'b'], gift: null, paid_by: null };
    expect(stated({ old, new: now }, states)).toEqual({
      status: '"paid"',
      'total.tax': '3',
      tags: '["a","b"]',
      note: 'null',
    });
  });

  test('are all there are when there was nothing before, and that all has gone when nothing is left', () => {
    expect(stated({ new: { a: 1, b: { c: 2 } }, old: null }, states)).toEqual({ a: '1', 'b.c': '2' });
    expect(stated({ new: { a: 1 } }, states)).toEqual({ a: '1' });
    expect(stated({ old: { a: 1, b: { c: 2 } }, new: null }, states)).toEqual({ a: 'null', 'b.c': 'null' });
    expect(stated({ other: 1 }, states)).toEqual({});
  });

  test('tell numbers apart that JavaScript cannot', () => {
    const payload = '{"old":{"id":12345678901234567890},"new":{"id":12345678901234567891}}';
    const [fact] = [...factsOf({ ...event(null), payload }, declare(states))];
    expect(fact?.value).toBe('12345678901234567891');
  });

  test('state exactly what differs, for any two states', () => {
    const state = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.oneof(fc.integer(), fc.constant(null)));
    fc.assert(
      fc.property(state, state, (old, now) => {
        const facts = stated({ old, new: now }, states);
        const changed = ['a', 'b', 'c', 'd'].filter((key) => (old[key] ?? null) !== (now[key] ?? null));
        expect(facts).toEqual(Object.fromEntries(changed.map((key) => [key, JSON.stringify(now[key] ?? null)])));
      }),
    );
  });

  test('have ids that only the same entity, attribute and event share', () => {
    const one = event({ a: 1, b: 1 });
    const ids = [one, { ...one, event_id: 'e-2' }, { ...one, entity_id: '18' }, { ...one, entity: 'cart' }].flatMap(
      (each) => [...factsOf(each, declare(''))].map((fact) => fact.fact_id),
    );
    expect(new Set(ids).size).toBe(8);
    expect([...factsOf(one, declare(''))].map((fact) => fact.fact_id)).toEqual(ids.slice(0, 2));
  });
});
