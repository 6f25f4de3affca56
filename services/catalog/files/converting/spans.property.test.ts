import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { readByDuckDb, shown } from '@tributary/shared/parquet/testing/read-nested.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parquetColumn } from '../core/shape/parquet-column.ts';
import { seeSpans } from '../core/spans/see-spans.ts';
import { type Field, readType } from '../core/types/column-type.ts';
import { type Evidence, type Objects, see } from '../core/types/evidence.ts';
import { seeFractions } from '../core/types/fractions.ts';
import { newFields } from '../core/types/resolve.ts';
import { anyKey, anyText } from '../core/values-for-tests.ts';
import { createJsonReader } from '../reading/json/json-reader.ts';
import { asValues, type FileRecords, type JsonRecords } from '../reading/records.ts';
import { writeRows } from './write-rows.ts';

const connection = await (await DuckDBInstance.create()).connect();
const folder = mkdtempSync(join(tmpdir(), 'spans-'));
let files = 0;

const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom('-0', '10.0', '1.50', '1e3', '1E-2', '1E400', '12345678901234567890', '0.10000000000000000555'),
);
const text = fc.oneof(
  anyText.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '"\\u00e9"',
    '"\\ud83d\\ude00\\n"',
    '"a\\/b"',
    '"2026\\u002d11-29"',
    '"\\t2026-11-29"',
    '"größe 東京"',
  ),
);
const scalar = fc.oneof(number, text, text, fc.constantFrom('null', 'true', 'false'));
const blank = fc.constantFrom('', '', '', ' ', '\t', '  ');

const { value } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, { weight: 4, arbitrary: scalar }, tie('object'), tie('list')),
  object: fc
    .tuple(fc.array(fc.tuple(anyKey, tie('value'), blank), { maxLength: 4 }), blank)
    .map(
      ([fields, space]) =>
        `{${space}${fields.map(([key, each, gap]) => `${JSON.stringify(key)}${gap}:${each}${gap}`).join(',')}}`,
    ),
  list: fc.array(tie('value'), { maxLength: 3 }).map((all) => `[${all.join(' , ')}]`),
}));
const record = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd e', '7'), value), {
      maxLength: 4,
      selector: ([key]) => key,
    }),
    fc.boolean(),
  )
  .map(([fields, isReversed]) => {
    const ordered = isReversed ? fields.toReversed() : fields;
    return `{${ordered.map(([key, each]) => `"${key}":${each}`).join(',')}}`;
  });

function lotsOf(lines: readonly string[]): readonly Exclude<FileRecords, { kind: 'texts' }>[] {
  const reader = createJsonReader({ shape: { kind: 'documents' }, isBeginning: true });
  const parts = [...reader.push(Buffer.from(`${lines.join('\n')}\n`), [0]), ...reader.flush()];
  return parts.flatMap((part) => (part.kind === 'records' ? [part.records] : []));
}

function seen(lots: readonly FileRecords[]): Evidence & { objects: Objects } {
  const evidence: Evidence & { objects: Objects } = { objects: { count: 0, named: new Map() } };
  for (const lot of lots) {
    if (lot.kind === 'spans') seeSpans(evidence.objects, lot);
    else if (lot.kind === 'values') seeValues(evidence, lot);
  }
  return evidence;
}

function seeValues(evidence: Evidence, { rows, length, textOf, exactly }: JsonRecords): void {
  for (const row of rows) see(evidence, row);
  if (textOf !== undefined && exactly !== undefined) seeFractions(evidence, { length, textOf, exactly });
}

const rescuedColumn = { name: '_rescued_data', type: 'MAP_STRING_STRING' } as const;

async function written(fields: readonly Field[], lots: readonly FileRecords[]): Promise<unknown> {
  files += 1;
  const { body, rescued } = await writeRows({
    fields,
    lots,
    nulls: [],
    beside: { keys: [], values: [] },
    metadata: {},
  });
  const rows = await readByDuckDb(body, join(folder, `${files}.parquet`), connection);
  const columns = [...fields.map(({ name, type }) => parquetColumn(name, type)), rescuedColumn];
  const cellOf = (row: unknown, { name }: { readonly name: string }) => {
    const cell = Reflect.get(Object(row), name);
    return cell instanceof Map ? new Map([...cell].toSorted(([one], [other]) => (one < other ? -1 : 1))) : cell;
  };
  return { rescued, rows: rows.map((row) => columns.map((column) => shown(cellOf(row, column), column))) };
}

const anyType = fc.constantFrom(
  'bigint',
  'double',
  'string',
  'boolean',
  'date',
  'timestamp',
  'decimal(20,2)',
  'array<string>',
  'map<string,string>',
  'struct<a:string,b:bigint>',
);

test('records show and become the same, be they read where they lie or as values', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 8 }),
      fc.tuple(anyType, anyType, fc.boolean()),
      async (lines, [one, other, isShown]) => {
        const lots = lotsOf(lines);
        const values = lots.map(asValues);
        const evidence = seen(values);
        expect(seen(lots)).toEqual(evidence);
        const fields = isShown
          ? newFields([...evidence.objects.named], new Set(['_rescued_data']), 100)
          : ['a', 'b'].map((name, at) => ({ key: name, name, type: readType(at === 0 ? one : other) }));
        expect(await written(fields, lots)).toEqual(await written(fields, values));
      },
    ),
    { numRuns: 400 },
  );
});
