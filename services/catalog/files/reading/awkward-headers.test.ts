import { expect, test } from 'vitest';
import { read } from './read-any-for-tests.ts';

test.each<readonly [string, string, readonly unknown[]]>([
  [
    'years are names of columns',
    'Town,Code,1998,1999,2000\nAarau,A,151,152,\nBasel,B,88,1999,91\n',
    [
      { Town: 'Aarau', Code: 'A', 1998: '151', 1999: '152', 2000: null },
      { Town: 'Basel', Code: 'B', 1998: '88', 1999: '1999', 2000: '91' },
    ],
  ],
  [
    'days are names of columns',
    'shop,region,11/1/26,11/2/26\nA,north,5,0\nB,north,7,x\n',
    [
      { shop: 'A', region: 'north', '11/1/26': '5', '11/2/26': '0' },
      { shop: 'B', region: 'north', '11/1/26': '7', '11/2/26': 'x' },
    ],
  ],
  [
    'years with blanks behind them, over numbers with flags',
    'unit,geo\\time\t2025 \t2024 \nKG,DE\t1.5 \t: \nKG,AT\t2.5 b\t3 \n',
    [
      { 'unit,geo\\time': 'KG,DE', 2025: '1.5 ', 2024: ': ' },
      { 'unit,geo\\time': 'KG,AT', 2025: '2.5 b', 2024: '3 ' },
    ],
  ],
  [
    'years over nothing but blanks and signs, below a first name that is none',
    ';"";;\n;"2024";"2025";\n"Wood ...";"   ";"   ";\n"Oak";".";"7";\n"Fir";"x";"8";\n',
    [
      { column_1: 'Wood ...', 2024: '   ', 2025: '   ', column_4: null },
      { column_1: 'Oak', 2024: '.', 2025: '7', column_4: null },
      { column_1: 'Fir', 2024: 'x', 2025: '8', column_4: null },
    ],
  ],
  [
    'years in rows alone are none',
    'Ann,2024\nBob,2025\nEve,2024\n',
    [
      { column_1: 'Ann', column_2: '2024' },
      { column_1: 'Bob', column_2: '2025' },
      { column_1: 'Eve', column_2: '2024' },
    ],
  ],
  [
    'one year alone is an amount',
    'Ann,2024\nBob,17\nEve,3\n',
    [
      { column_1: 'Ann', column_2: '2024' },
      { column_1: 'Bob', column_2: '17' },
      { column_1: 'Eve', column_2: '3' },
    ],
  ],
  [
    'titles as wide as the rows, as spreadsheets write them',
    'Stock of the harbour,,\r\nin tons,,\r\n,,\r\nMonth,In,Out\r\n1,20,****\r\n2,21,5\r\n',
    [
      { Month: '1', In: '20', Out: '****' },
      { Month: '2', In: '21', Out: '5' },
    ],
  ],
  [
    'rows that have one field at first are rows, where no header follows',
    'x,,\ny,,\n1,2,3\n4,5,6\n',
    [
      { column_1: 'x', column_2: null, column_3: null },
      { column_1: 'y', column_2: null, column_3: null },
      { column_1: '1', column_2: '2', column_3: '3' },
      { column_1: '4', column_2: '5', column_3: '6' },
    ],
  ],
  [
    'more comments than titles may be, and a header that is one',
    `${'# about\n#\n'.repeat(30)}#code\tzone\tnote\nCH\tZurich\tmain\nDE\tBerlin\nDE\tBusingen\n`,
    [
      { '#code': 'CH', zone: 'Zurich', note: 'main' },
      { '#code': 'DE', zone: 'Berlin', note: null },
      { '#code': 'DE', zone: 'Busingen', note: null },
    ],
  ],
  [
    'facts about the file in rows that are narrower, and blank lines, behind a mark',
    '\ufeff"Source","Harbour",\n\n"As of","2026-11-01",\n\n"Pier","Code","Kind","2024","2025",\n"A","P1","x, y","12","",\n"B","P2","x, y","13","14",\n',
    [
      { Pier: 'A', Code: 'P1', Kind: 'x, y', 2024: '12', 2025: '', column_6: null },
      { Pier: 'B', Code: 'P2', Kind: 'x, y', 2024: '13', 2025: '14', column_6: null },
    ],
  ],
])('%s', async (_, content, rows) => {
  const told = await read(content, 'data.csv');
  expect(told.rejected).toEqual([]);
  expect(told.rows).toEqual(rows);
});

test.each<readonly [string, string, readonly unknown[]]>([
  [
    'blanks before quotes',
    '"id", "name",  "note"\n1, "a, b", "x ""y""" \n2,  "c"\t,z\n'.replace('\t', ' '),
    [
      { id: '1', name: 'a, b', note: 'x "y"' },
      { id: '2', name: 'c', note: 'z' },
    ],
  ],
  [
    'blanks before quotes that are data',
    'id, said\n1, "yes" he said\n2, "no" she said\n',
    [
      { id: '1', said: ' "yes" he said' },
      { id: '2', said: ' "no" she said' },
    ],
  ],
  ['blanks before quotes within quotes', 'id,said\n1,"a, ""b"""\n', [{ id: '1', said: 'a, "b"' }]],
])('%s', async (_, content, rows) => {
  expect(await read(content, 'data.csv')).toMatchObject({ rejected: [], rows });
});

test('notes behind the rows are rejected, line by line', async () => {
  const told = await read('pier;tons\nA;5\nB;6\n\n***\nNotes\n"1.";"Without ballast."\nAs of 1.11.2026\n', 'data.csv');
  expect(told.rows).toHaveLength(3);
  expect(told.rejected.map(({ bytes }) => bytes)).toEqual(['***', 'Notes', 'As of 1.11.2026']);
});
