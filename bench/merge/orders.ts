import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';

/** A table of orders by its name in the lake, with a key as MySQL's `bigint unsigned` has it. */
export function declareOrders(name: string) {
  const { sources } = readChanges(
    JSON.stringify({
      sources: {
        shop: {
          ...{ timestamp: 'ts', sequence: 'seq' },
          tables: {
            'shop.orders': {
              ...{ name, key: ['id'], current: 'table' },
              columns: {
                ...{ id: 'decimal(20,0)', customer_id: 'bigint', total: 'decimal(12,4)', price: 'double' },
                ...{ status: 'string', placed_at: 'timestamp(6)', born: 'date', note: 'string' },
              },
            },
          },
        },
      },
    }),
  );
  const [source] = sources;
  const [table] = source?.tables ?? [];
  if (source === undefined || table === undefined) throw new TypeError('the declaration has none');
  return { lake: 'lake', source, table };
}

const statuses = ['new', 'paid', 'shipped', 'returned'];
const notes = ['NULL', 'gift', '"left, at the door"', '"said ""no"""', 'größe 東京'];
const committed = '2026-11-18 02:28:21.000000';

/** A row as DMS writes it: of a load, or a change of the row with that key. `round` makes another one of the same key. */
export function orderLine(id: number, op: 'load' | 'U' | 'I', round: number): string {
  const hash = Math.imul(id + 1 + round * 7919, 2_654_435_761) >>> 0;
  const day = String(1 + (hash % 28)).padStart(2, '0');
  const fields = [
    ...(op === 'load' ? [] : [op]),
    id,
    hash % 99_991,
    `${hash % 100_000}.${String(hash % 10_000).padStart(4, '0')}`,
    (hash % 1_000_000) / 64,
    statuses[hash % statuses.length],
    `2026-10-${day} 10:20:30.${String(hash % 1_000_000).padStart(6, '0')}`,
    `19${10 + (hash % 90)}-0${1 + (hash % 9)}-${day}`,
    notes[hash % notes.length],
    committed,
    op === 'load' ? '""' : `2026111802282100${String(id).padStart(19, '0')}`,
  ];
  return `${fields.join(',')}\n`;
}
