import { describe, expect, test } from 'vitest';
import { createTelling, readCsv, usual } from './csv-for-tests.ts';
import { createCsvReader } from './csv-reader.ts';
import { type LineEnd, quoteCode } from './csv-rows.ts';

const long = 33 * 2 ** 20;
const line = `5,${'6'.repeat(1021)}\n`;
const lines = Buffer.from(line.repeat(long / line.length));
const chunks = (bytes: Buffer) => Array.from({ length: Math.ceil(bytes.length / 2 ** 22) }, (_, at) => at * 2 ** 22);
const isLong = { fault: expect.stringMatching(/^longer than 32 MiB: a quote may not be closed$/) };

test('fields of any length end where they do, with what differs from a delimiter or a quote by one bit', () => {
  const fields = Array.from({ length: 150 }, (_, length) => '-+#\u000b!'.repeat(30).slice(0, length));
  const rows = fields.map((field, at) => [field, `${field}"${fields[149 - at]}`, field]);
  const csv = rows.map(([first, quoted = '', last]) => `${first},"${quoted.replaceAll('"', '""')}",${last}\n`).join('');
  expect(readCsv(Buffer.from(csv), { ...usual, nullText: 'NULL' }, {}, []).told).toEqual(rows);
});

describe('what is no row', () => {
  test('a quote that stays open for 32 MiB costs its own line', () => {
    const rows = Buffer.concat([Buffer.from('1,2\n"3,4\n'), lines]);
    const { told } = readCsv(rows, usual, {}, chunks(rows));
    expect(told).toHaveLength(2 + long / line.length);
    expect(told[1]).toEqual({ ...isLong, bytes: '"3,4' });
    expect(told.slice(2).every((row) => Array.isArray(row) && row[1]?.length === 1021)).toBe(true);
  });

  test('a line of more than 32 MiB is none, to its end', () => {
    const rows = Buffer.concat([Buffer.from('1,2\n'), Buffer.alloc(long, 'x'), Buffer.from(',4\n5,6\n')]);
    const { told } = readCsv(rows, usual, {}, [4, 4 + long - 2, 4 + long - 1]);
    const sizes = told.map((row) => ('bytes' in row ? row.bytes.length : row));
    expect(sizes).toEqual([['1', '2'], long - 2, 1, 3, ['5', '6']]);
  });

  test('a header that is none is rejected, and no rows are read by another', () => {
    const { told, asides, header } = readCsv(Buffer.from('"Op"x,id\nI,1\n'), usual, { expectsHeader: true });
    expect(told).toEqual([{ fault: 'text follows a closing quote', bytes: '"Op"x,id' }, ['I', '1']]);
    expect([asides, header()]).toEqual([[], []]);
  });

  test('a header whose quote stays open is not waited for in vain', () => {
    const rows = Buffer.concat([Buffer.from('Op,"id\n'), lines]);
    const { told, header } = readCsv(rows, usual, { expectsHeader: true }, chunks(rows));
    expect(told[0]).toEqual({ ...isLong, bytes: 'Op,"id' });
    expect([told.length, header()]).toEqual([1 + long / line.length, []]);
  });

  test('the bytes of a row are told as they stand there, also where its fields were looked at', () => {
    const rows = 'I,"a""b",1\n';
    const { told } = readCsv(Buffer.from(rows), usual);
    expect(told).toEqual([['I', 'a"b', '1']]);
    const text = createTelling(usual);
    text.push(Buffer.from('"a""b"c\n'), [0]);
    expect(text.told).toEqual([{ fault: 'text follows a closing quote', bytes: '"a""b"c' }]);
  });
});

describe('where reading stands', () => {
  const dialect = { delimiter: 0x2c, quote: quoteCode, lineEnd: 'lf' } as const;
  const reader = () => createCsvReader({ dialect, expectsHeader: false, isBeginning: true });

  test('is where the row begins that is not whole yet, in whichever member', () => {
    const text = reader();
    expect(text.pending()).toBeNull();
    text.push(Buffer.from('1,2\n3,'), [0, 0]);
    expect(text.pending()).toEqual([0, 4]);
    text.push(Buffer.from('4'), [70, 0]);
    expect(text.pending()).toEqual([0, 4]);
    text.push(Buffer.from(',5\n6'), [90, 0]);
    expect(text.pending()).toEqual([90, 3]);
    expect(text.consumed()).toBe(4 + 6);
    text.push(Buffer.from('\n'), [120, 0]);
    expect(text.pending()).toBeNull();
  });

  test('is behind a line that turned out to be no row', () => {
    const text = reader();
    text.push(Buffer.from('"1,2\n3,'), [0, 0]);
    expect(text.pending()).toEqual([0, 0]);
    text.push(Buffer.from('4"xy'), [70, 0]);
    expect(text.pending()).toEqual([0, 5]);
    text.push(Buffer.from('\n"9'), [90, 0]);
    expect(text.pending()).toEqual([90, 1]);
  });

  test('is told of what is lost with the bytes that follow it', () => {
    const text = reader();
    expect(text.cutOff('damaged')).toEqual([]);
    text.push(Buffer.from('1,2\n3,'), [7, 0]);
    expect(text.cutOff('damaged')).toEqual([
      { kind: 'rejected', reason: 'damaged', bytes: Buffer.from('3,'), at: [7, 4] },
    ]);
    expect([text.pending(), text.flush()]).toEqual([null, []]);
  });
});

test('where lines end with \\r\\n, either of them alone is part of a field', () => {
  const way = { ...usual, newline: '\r\n' };
  expect(readCsv(Buffer.from('a\nb,\rc\r\nd\r,e\r'), way).told).toEqual([
    ['a\nb', '\rc'],
    ['d\r', 'e\r'],
  ]);
});

test('a quote within a field that began without one belongs to the field', () => {
  expect(readCsv(Buffer.from('a"b,c""\n'), usual).told).toEqual([['a"b', 'c""']]);
});

test('a mark is skipped at the beginning alone', () => {
  const bytes = Buffer.from('\ufeffa\n\ufeffb\n');
  expect(readCsv(bytes, usual).told).toEqual([['a'], ['\ufeffb']]);
  expect(readCsv(bytes, usual, { isBeginning: false }).told).toEqual([['\ufeffa'], ['\ufeffb']]);
  expect(readCsv(bytes.subarray(0, 2), usual).told).toHaveLength(1);
});

describe('line ends', () => {
  const told = (text: string, lineEnd: LineEnd, quote = quoteCode) => {
    const dialect = { delimiter: 0x2c, quote, lineEnd };
    const bytes = Buffer.from(text);
    const whole = readCsv(bytes, usual, { dialect }).told;
    for (let cut = 1; cut < bytes.length; cut += 1)
      expect(readCsv(bytes, usual, { dialect }, [cut]).told).toEqual(whole);
    return whole;
  };

  test('may be of both kinds in one file, and within quotes of any', () => {
    expect(told('1,2\r\n3,"4"\n"5\r\n6\n\r7",8\r\n"9",10"\r\n', 'any')).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5\r\n6\n\r7', '8'],
      ['9', '10"'],
    ]);
    expect(told('"a"b\r\n1,2\n', 'any')).toEqual([
      { fault: 'text follows a closing quote', bytes: '"a"b' },
      ['1', '2'],
    ]);
  });

  test('are \\r alone where they were written so', () => {
    expect(told('1,2\r"3\r4",5\r"a"b\r6,7', 'cr')).toEqual([
      ['1', '2'],
      ['3\r4', '5'],
      { fault: 'text follows a closing quote', bytes: '"a"b' },
      ['6', '7'],
    ]);
  });

  test('quotes may be single, and stand twice within', () => {
    expect(told("'it''s','a,b',\"c\"\n", 'lf', 0x27)).toEqual([["it's", 'a,b', '"c"']]);
  });
});
