import { currentOfRows, mergeRowsSql, rebuildRowsSql } from '@tributary/ingest/changes/core/current/rows-sql.ts';
import { rowsColumns, rowsTableName } from '@tributary/ingest/changes/core/current/rows-table.ts';
import type { Table } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { alterTableSql, createTableSql } from '@tributary/shared/iceberg-table.ts';
import { expect, test } from 'vitest';
import { changes, land, shuffled, sorted, truthAfter } from './sample.ts';

const keep = { snapshotSeconds: 3600, metadataFiles: 5 };

/** What plan-current says of the keys in an object, where they are whole numbers. */
const rangeOf = ({ key: [first] }: Table): string =>
  first?.type.kind === 'string' ? '' : `#-5~${first?.type.kind === 'decimal' ? 2n ** 64n : 2n ** 62n}`;

test.each([25, 40, 60])(
  'after %i files the rows that MERGEs keep are what the database held, in whatever order they ran',
  async (files) => {
    const { query, run, paths } = await land(files, (events) => shuffled(events, files));
    const truth = truthAfter(files);
    for (const source of changes.sources)
      for (const table of source.tables.filter(({ key }) => key.length > 0)) {
        const of = { lake: 'lake', source, table };
        const name = rowsTableName(table);
        const place = { database: 'lake', table: name, keep };
        await run(createTableSql({ ...place, columns: rowsColumns(table), location: `s3://bucket/iceberg/${name}/` }));
        await run(alterTableSql(place));
        const units = shuffled(paths(table.name), files + 1).map((path) => ({ id: `${path}${rangeOf(table)}` }));
        for (let at = 0; at < units.length; at += 4) await run(mergeRowsSql(of, units.slice(at, at + 4)));
        const columns = Object.keys(truth.get(table.name)?.[0] ?? {});
        const select = `SELECT ${columns.join(', ')} FROM (${currentOfRows('lake', table)}) AS c`;
        expect(sorted(await query(select)), table.name).toEqual(sorted(truth.get(table.name) ?? []));
        const before = await query(`SELECT * FROM ${name}`);
        await run(rebuildRowsSql(of));
        expect(sorted(await query(`SELECT * FROM ${name}`)), `${table.name} rebuilt`).toEqual(sorted(before));
      }
  },
);
