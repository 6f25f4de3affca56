import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { readDeclarations } from './declarations.ts';

function mistakes(text: string): string {
  try {
    readDeclarations(text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'none';
}

describe('facts.yml', () => {
  test('may declare no event at all', () => {
    expect(readDeclarations('').size).toBe(0);
    expect(readDeclarations('events: {}').size).toBe(0);
  });

  test('gives a declaration that says nothing every attribute of the payload', () => {
    expect(readDeclarations('events:\n  order_placed: {}').get('order_placed')).toEqual({
      after: undefined,
      before: undefined,
      attributes: undefined,
      except: [],
      shape: { depth: 8, arrays: new Set() },
    });
  });

  test('takes paths with dots in names, and * for an index', () => {
    const declared = readDeclarations(`
events:
  order_changed:
    after: order.new
    before: order.old
    attributes: [status, 'sizes\\.eu', items.*.sku]
    arrays: [items]
`).get('order_changed');
    expect(declared).toMatchObject({ after: 'order.new', before: 'order.old' });
    expect(declared?.attributes).toEqual(['status', 'sizes\\.eu', 'items.*.sku']);
  });

  test.each([
    ['events:\n  Order: {}', 'facts.yml:2:3: events.Order: must be a lower-case name'],
    ['events:\n  order: {}\nevent: {}', 'facts.yml:3:1: event: there is no such setting'],
    ['events:\n  order:\n    atributes: all', 'facts.yml:3:5: events.order.atributes: there is no such setting'],
    ['events:\n  order:\n    attributes: []', 'facts.yml:3:5: events.order.attributes: Too small'],
    ['events:\n  order:\n    except: [a, b..c]', 'facts.yml:3:17: events.order.except.1: must be a path'],
    ['events:\n  order:\n    before: old', 'facts.yml:3:5: events.order.before: needs `after` beside it'],
    ['events:\n  order: { before: x, after: x }', 'facts.yml:2:12: events.order.before: is the same place as `after`'],
    ['events:\n  order:\n    depth: 99', 'facts.yml:3:5: events.order.depth: Too big'],
    [
      'events:\n  order:\n    depth: 2\n    except:\n      - a\n      - a.b.c',
      'facts.yml:6:9: events.order.except.1: goes 3 levels down, but depth is 2',
    ],
    ['events:\n  order: {}\n  order: {}', 'facts.yml:3:3: Map keys must be unique'],
    ['events:\n  order: [', 'facts.yml:2:11: Flow sequence in block collection'],
    ['[]', 'facts.yml:1:1: a map is expected, not a list'],
  ])('%j is refused with its place', (text, expected) => {
    expect(mistakes(text)).toContain(expected);
  });

  test('is right as it is deployed: serverless.yml has it checked', () => {
    const check = createRequire(import.meta.url)('../../check-facts.cjs');
    expect(check().events).toBeGreaterThan(0);
  });

  test('names all its mistakes at once, a line each', () => {
    expect(mistakes('events:\n  a: { deep: 1 }\n  b: { depth: 0 }').split('\n')).toHaveLength(2);
  });
});
