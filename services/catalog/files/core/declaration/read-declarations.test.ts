import { describe, expect, test } from 'vitest';
import { readDeclarations } from './read-declarations.ts';

describe('what tables.yml says of files', () => {
  test('is how they are read, and what is declared of their columns', () => {
    const { files, events } = readDeclarations(`
tables: {}
files:
  shop_orders:
    format: csv
    encoding: latin1
    delimiter: ";"
    quote: "'"
    header: [id, total]
    null: ['NULL', '\\N']
    columns:
      total: decimal(12,2)
      Kunde: { as: customer, sensitive: true }
      lines: { type: 'array<struct<id:bigint>>' }
  stripe_charges: { records: result.items, header: false }
events:
  order_paid: { order_id: bigint }
`);
    expect(files.get('shop_orders')).toEqual({
      hints: { format: 'csv', encoding: 'latin1', delimiter: ';', quote: "'", header: ['id', 'total'] },
      nulls: ['NULL', '\\N'],
      columns: new Map<string, unknown>([
        ['total', { type: { kind: 'decimal', precision: 12, scale: 2 }, as: undefined, isSensitive: false }],
        ['Kunde', { type: undefined, as: 'customer', isSensitive: true }],
        [
          'lines',
          {
            type: {
              kind: 'array',
              element: { kind: 'struct', fields: [{ key: 'id', name: 'id', type: { kind: 'bigint' } }] },
            },
            as: undefined,
            isSensitive: false,
          },
        ],
      ]),
    });
    expect(files.get('stripe_charges')).toEqual({
      hints: { records: ['result', 'items'], header: false },
      nulls: [],
      columns: new Map(),
    });
    expect(events.get('order_paid')).toEqual({
      hints: { format: 'json' },
      nulls: [],
      columns: new Map([['order_id', { type: { kind: 'bigint' }, as: undefined, isSensitive: false }]]),
      lift: 'payload',
    });
  });

  test('may be nothing', () => {
    expect(readDeclarations('tables: {}')).toEqual({ files: new Map(), events: new Map() });
    expect(readDeclarations('')).toEqual({ files: new Map(), events: new Map() });
  });

  test('may name a column like what every object has', () => {
    const { files } = readDeclarations('files: { a_b: { columns: { x: { as: constructor }, valueOf: int } } }');
    expect([...(files.get('a_b')?.columns.keys() ?? [])]).toEqual(['x', 'valueOf']);
  });
});

describe('a mistake in it is told with its line and column', () => {
  const mistakes = (of: string): string => {
    try {
      readDeclarations(of, 'tables.yml');
    } catch (error) {
      return error instanceof Error ? `${error.name} ${error.message}` : '';
    }
    return 'none';
  };
  const types =
    'boolean, int, bigint, double, date, timestamp, string, decimal(p,s), array<…>, map<string,…>, struct<name:…>';

  test.each([
    ['files:\n  shop_orders:\n    formt: csv', '3:5: files.shop_orders.formt: there is no such setting'],
    [
      'files:\n  shop_orders:\n    format: xml',
      '3:5: files.shop_orders.format: Invalid option: expected one of "json"|"csv"|"parquet"|"avro"',
    ],
    [
      'files:\n  Shop-Orders: {}',
      '2:3: files.Shop-Orders: is a table: <source>_<object>, of lower-case letters, digits and _',
    ],
    ['files:\n  shop__2: {}', '2:3: files.shop__2: a number after two _ is that of a generation of a table'],
    ['files:\n  a_b:\n    records: .x', '3:5: files.a_b.records: is keys with a . between them'],
    ['files:\n  a_b:\n    delimiter: ab', '3:5: files.a_b.delimiter: must be one character of ASCII'],
    ['files:\n  a_b:\n    quote: ä', '3:5: files.a_b.quote: must be one character of ASCII'],
    [
      'files:\n  a_b:\n    encoding: utf-7',
      '3:5: files.a_b.encoding: Invalid option: expected one of "utf-8"|"utf-16le"|"utf-16be"|"latin1"',
    ],
    ['files:\n  a_b:\n    null: NULL', '3:5: files.a_b.null: is a list of texts between quotes: ["NULL"]'],
    [
      'files:\n  a_b:\n    columns:\n      x: tinyint',
      `4:7: files.a_b.columns.x.type: tinyint is no type that files become: ${types}`,
    ],
    [
      'files:\n  a_b:\n    columns:\n      x: array<money>',
      `4:7: files.a_b.columns.x.type: array<money> is no type that files become: ${types}`,
    ],
    [
      'files:\n  a_b:\n    columns:\n      x:\n        type: tinyint',
      `5:9: files.a_b.columns.x.type: tinyint is no type that files become: ${types}`,
    ],
    [
      'files:\n  a_b:\n    columns:\n      x:\n        as: Total',
      '5:9: files.a_b.columns.x.as: a name of lower-case letters, digits and _ is expected',
    ],
    [
      'files:\n  a_b:\n    columns:\n      x:\n        secret: true',
      '5:9: files.a_b.columns.x.secret: there is no such setting',
    ],
    [
      'files:\n  a_b:\n    columns:\n      x: 7',
      '4:7: files.a_b.columns.x: is a type, or { type: …, as: …, sensitive: true }',
    ],
    [
      'files:\n  a_b:\n    columns:\n      x: { as: y }\n      y: int',
      '4:7: files.a_b.columns.x: another column is called y too',
    ],
    [
      'files:\n  a_b:\n    columns:\n      x: { as: z }\n      y: { as: z }',
      '4:7: files.a_b.columns.x: another column is called z too\ntables.yml:5:7: files.a_b.columns.y: another column is called z too',
    ],
    [
      'files:\n  a_b:\n    header: []',
      '3:5: files.a_b.header: is true, false, or a list of the names of the columns, each once',
    ],
    [
      'files:\n  a_b:\n    header: [a, b, a]',
      '3:5: files.a_b.header: is true, false, or a list of the names of the columns, each once',
    ],
    ['events:\n  OrderPaid: {}', '2:3: events.OrderPaid: is no type of an event, as order_paid'],
    ['events:\n  paid__1: {}', '2:3: events.paid__1: a number after two _ is that of a generation of a table'],
    [
      'events:\n  order_paid:\n    id: text',
      `3:5: events.order_paid.id.type: text is no type that files become: ${types}`,
    ],
    ['files:\n  a_b:\n    null: [NULL]', '3:12: files.a_b.null.0: is a list of texts between quotes: ["NULL"]'],
    [
      'files:\n  a_b:\n    header: yes',
      '3:5: files.a_b.header: is true, false, or a list of the names of the columns, each once',
    ],
    ['files: [', '1:9: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['files:\n  a_b: {}\n  a_b: {}', '3:3: Map keys must be unique'],
  ])('%j', (text, message) => {
    expect(mistakes(text)).toBe(`DeclarationError tables.yml:${message}`);
  });
});
