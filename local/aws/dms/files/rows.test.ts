import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Format } from '../endpoint.ts';
import { headerLine, type Row, rowLine, type Value } from './rows.ts';

const sample = fileURLToPath(new URL('../../../../samples/dms/', import.meta.url));
const files = readFileSync(`${sample}files.tsv`, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t')[1] ?? '');

const plain: Format = {
  ...{ header: false, op: 'Op', opInLoads: true, timestamp: 'dms_ts', sequence: 'dms_seq', beforeImage: undefined },
  ...{ appended: ['timestamp', 'sequence'], nullText: 'NULL', delimiter: ',', newline: '\n', quotes: true },
  ...{ gzip: false, dateFolders: true },
};
const named: Format = {
  ...plain,
  ...{ header: true, sequence: undefined, beforeImage: 'BI_', appended: ['before', 'timestamp'], gzip: true },
};

/** The fields of a file, by a reader of another make. */
function readFields(bytes: Buffer): readonly (readonly Value[])[] {
  const cast = (value: string, { quoting }: { quoting: boolean }) => (!quoting && value === 'NULL' ? null : value);
  return z.array(z.array(z.string().nullable())).parse(parse(bytes, { record_delimiter: '\n', cast }));
}

describe('a file of DMS, read and written again, is the same', () => {
  test.each(files)('%s', (file) => {
    const bytes = readFileSync(sample + file);
    const isShop = file.includes('/shop/');
    const text = isShop ? bytes : gunzipSync(bytes);
    expect(isShop ? writeShop(file, readFields(text)) : writeCrm(file, readFields(text))).toBe(text.toString());
  });
});

function writeShop(file: string, lists: readonly (readonly Value[])[]): string {
  return lists.map((fields) => rowLine(plain, row(file, fields, { values: fields.slice(1, -2) }))).join('');
}

function writeCrm(file: string, [header = [], ...lists]: readonly (readonly Value[])[]): string {
  const columns = header.slice(1, -2).map(String);
  const key = [String(header.at(-2)).replace('BI_', '')];
  const lines = lists.map((fields) =>
    rowLine(named, row(file, fields, { values: fields.slice(1, -2), before: fields.slice(-2, -1) })),
  );
  return headerLine(named, { columns, key, isLoad: file.includes('LOAD') }) + lines.join('');
}

function row(
  file: string,
  fields: readonly Value[],
  parts: { readonly values: readonly Value[]; readonly before?: readonly Value[] },
): Row {
  const isNamed = parts.before !== undefined;
  const at = Date.parse(`${fields.at(isNamed ? -1 : -2)}Z`) / 1000;
  return {
    op: z.enum(['I', 'U', 'D']).parse(fields[0]),
    isLoad: file.includes('LOAD'),
    before: [],
    ...parts,
    at,
    sequence: isNamed ? '' : (fields.at(-1) ?? ''),
  };
}

const change: Row = {
  ...{ op: 'U', isLoad: false, values: ['a;b', null, '', 'x"y', 'NULL'], before: ['k'] },
  ...{ at: 1_795_000_000, sequence: '1' },
};

test('settings of an endpoint', () => {
  const format: Format = {
    ...plain,
    delimiter: ';',
    newline: '\r\n',
    nullText: 'NULL',
    timestamp: undefined,
    appended: [],
  };
  expect(rowLine(format, change)).toBe('U;"a;b";NULL;"";"x""y";"NULL"\r\n');
  expect(rowLine({ ...format, quotes: false, nullText: '-' }, change)).toBe('U;a;b;-;;x"y;NULL\r\n');
  expect(rowLine({ ...format, opInLoads: false }, { ...change, isLoad: true, values: ['1'] })).toBe('1\r\n');
  expect(rowLine({ ...plain, appended: ['sequence', 'before', 'timestamp'] }, { ...change, values: [] })).toBe(
    'U,1,k,2026-11-18 11:06:40.000000\n',
  );
});

test('a header has the names of what is appended, and Op where rows have one', () => {
  const of = { columns: ['id', 'line', 'a,b'], key: ['id', 'line'], isLoad: true };
  expect(headerLine(named, of)).toBe('Op,id,line,"a,b",BI_id,BI_line,dms_ts\n');
  expect(headerLine({ ...named, opInLoads: false }, of)).toBe('id,line,"a,b",BI_id,BI_line,dms_ts\n');
  expect(headerLine(plain, of)).toBe('');
});
