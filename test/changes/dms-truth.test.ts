import { expect, test } from 'vitest';
import { beganAt, land, shuffled, sorted, tables, truthAfter } from './sample.ts';

const orders = {
  'as they came': (events: readonly unknown[]) => events,
  'in any order, some twice': (events: readonly unknown[]) =>
    shuffled([...events, ...events.slice(0, 20)], events.length),
  backwards: (events: readonly unknown[]) => events.toReversed(),
};

for (const files of [25, 40, 60])
  for (const [name, order] of Object.entries(orders))
    test(`after ${files} files, told of ${name}, each table is what the database held`, async () => {
      const { query } = await land(files, order);
      const truth = truthAfter(files);
      for (const table of tables) {
        const columns = Object.keys(truth.get(table.name)?.[0] ?? {});
        const rows = await query(`SELECT ${columns.join(', ')} FROM ${table.name}_current`);
        expect(sorted(rows), table.name).toEqual(sorted(truth.get(table.name) ?? []));
      }
    });

// MariaDB's commit times are whole seconds: of shop's tables after 25 files some changes of a second had come, and others of it had not.
const moments = [
  ...tables.filter(({ schema }) => schema === 'crm').map((table) => ({ table, files: 25 })),
  ...tables.flatMap((table) => [40, 60].map((files) => ({ table, files }))),
];

test('what the tables held at an earlier moment is one WHERE on their history', async () => {
  const { query } = await land(60, orders['in any order, some twice']);
  for (const { table, files } of moments) {
    const arrivedAt = (beganAt + files * 1000) / 1000;
    const [last] = await query(
      `SELECT max(committed_at) AS at FROM ${table.name}_changes WHERE arrived_at <= from_unixtime(${arrivedAt})`,
    );
    const at = `TIMESTAMP '${last?.at}'`;
    const truth = truthAfter(files).get(table.name) ?? [];
    const columns = Object.keys(truth[0] ?? {}).join(', ');
    const held = `valid_from <= ${at} AND (valid_to > ${at} OR valid_to IS NULL)`;
    const rows = await query(`SELECT ${columns} FROM ${table.name}_history WHERE ${held}`);
    expect(sorted(rows), `${table.name} at ${at}`).toEqual(sorted(truth));
  }
});
