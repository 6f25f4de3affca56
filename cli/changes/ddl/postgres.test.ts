import { expect, test } from 'vitest';
import { readPostgresDump } from './postgres.ts';

const read = (text: string, schema?: string) => readPostgresDump({ file: 'shop.sql', text, schema });

test('tables of a dump, with keys that come behind them', async () => {
  const tables = await read(`\\restrict abc
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE shop.mood AS ENUM ('sad', 'ok');
CREATE DOMAIN shop.money2 AS numeric(12,2) CHECK ((VALUE >= (0)::numeric));
CREATE FUNCTION shop.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE zz (a int); RETURN NEW; END $$;
CREATE TABLE shop."Orders" (
    id bigint NOT NULL,
    mood shop.mood,
    total shop.money2 DEFAULT 0,
    totals shop.money2[],
    at timestamp(3) with time zone DEFAULT now(),
    n numeric(7),
    c character varying(20) DEFAULT 'a;b''c'::character varying,
    flag boolean,
    twice integer GENERATED ALWAYS AS ((n * 2)) STORED
);
ALTER TABLE shop."Orders" OWNER TO lake;
COPY shop."Orders" (id, mood) FROM stdin;
1	it's; (
\\.
ALTER TABLE ONLY shop."Orders"
    ADD CONSTRAINT orders_pkey PRIMARY KEY (mood, id);
ALTER TABLE ONLY shop."Orders" ADD CONSTRAINT u UNIQUE (c);
\\unrestrict abc
`);
  expect(tables).toEqual([
    {
      schema: 'shop',
      table: 'Orders',
      key: ['mood', 'id'],
      isPartitioned: false,
      columns: [
        ['id', 'bigint'],
        ['mood', 'shop.mood'],
        ['total', 'numeric(12,2)'],
        ['totals', 'numeric(12,2)[]'],
        ['at', 'timestamp(3) with time zone'],
        ['n', 'numeric(7,0)'],
        ['c', 'character varying(20)'],
        ['flag', 'boolean'],
        ['twice', 'integer', true],
      ].map(([name, type, isGenerated = false]) => ({ name, type, isGenerated })),
    },
  ]);
});

test('columns of parents come first; partitions have those of the whole', async () => {
  const tables = await read(`CREATE TABLE base (id int PRIMARY KEY, x int);
CREATE TABLE child (y text, x bigint) INHERITS (base);
CREATE TABLE parts (id int, d date) PARTITION BY RANGE (d);
CREATE TABLE parts_a PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`);
  const columnsOf = (name: string) => tables.find(({ table }) => table === name)?.columns.map((each) => each.name);
  expect(columnsOf('child')).toEqual(['id', 'x', 'y']);
  expect(columnsOf('parts_a')).toEqual(['id', 'd']);
  expect(tables.filter(({ isPartitioned }) => isPartitioned).map(({ table }) => table)).toEqual(['parts']);
});

test('tables without a schema are in public, in the search path, or where the call says', async () => {
  const tables = await read('CREATE TABLE a (x int); SET search_path = shop, pg_catalog; CREATE TABLE a (x int);');
  expect(tables.map(({ schema }) => schema)).toEqual(['public', 'shop']);
  expect((await read('CREATE TABLE a (x int)', 'crm'))[0]?.schema).toBe('crm');
});

test.each([
  ['CREATE TABLE a (x int);\n-- größer\nCREATE TABEL b (x int);', 'shop.sql:3: syntax error at or near "TABEL"'],
  ['COPY a (x) FROM stdin;\n1\n2\n\\.\nfoo;', 'shop.sql:5: syntax error at or near "foo"'],
  ['-- ö\n\nCREATE TABLE a (x int);\n-- ü\nCREATE TABLE b (LIKE a);', 'shop.sql:5: b is made like another table'],
  ['CREATE TABLE b () INHERITS (a);', 'shop.sql:1: a was not made before'],
  ['CREATE TABLE a (x int);\nALTER TABLE a ADD COLUMN y int;', 'shop.sql:2: what is altered of a is not read'],
])('%j cannot be read, and is told with its line', async (text, said) => {
  await expect(read(text)).rejects.toThrow(said);
});
