import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStatement } from './read-statement.ts';
import { Refusal } from './refusal.ts';
import { tokenize } from './tokenize.ts';

const read = (sql: string, parameters: Readonly<Record<string, string>> = {}, inBatch = false) =>
  readStatement(sql, { parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })), inBatch });

function sqlOf(sql: string, parameters?: Readonly<Record<string, string>>): string {
  const statement = read(sql, parameters);
  if (statement.kind === 'copy') throw new Error('a COPY');
  return statement.sql.replace(/\s+/g, ' ').trim();
}

test.each([
  ['SELECT 1;', 'SELECT 1'],
  [`SELECT "Name" FROM "T" -- "Not"`, `SELECT "name" FROM "t" -- "Not"`],
  [String.raw`SELECT 'a\'b', 'plain', 'it''s'`, String.raw`SELECT E'a\'b', 'plain', 'it''s'`],
  ["SELECT NVL(a, 0), 'NVL(a)', nvl FROM t", "SELECT COALESCE(a, 0), 'NVL(a)', nvl FROM t"],
  ['SELECT JSON_PARSE(a), JSON_SERIALIZE(b)', 'SELECT jsonb(a), text(b)'],
  ['SELECT SYSDATE, sysdate(1)', 'SELECT LOCALTIMESTAMP, sysdate(1)'],
  ['SELECT GETDATE()', "SELECT date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC')"],
  ['SELECT a::SUPER, CAST(b AS VARCHAR(MAX)), c::text', 'SELECT a::jsonb, CAST(b AS VARCHAR(65535)), c::text'],
  ['SELECT (SELECT 1 AS uuid), 2 AS json', 'SELECT (SELECT 1 AS uuid), 2 AS json'],
  ["SELECT '::jsonb', '/* DISTKEY */'", "SELECT '::jsonb', '/* DISTKEY */'"],
  [
    'CREATE TABLE t (a TEXT, b VARCHAR, c CHARACTER VARYING, d CHAR(3))',
    'CREATE TABLE t (a varchar(256), b varchar(256), c CHARACTER varying(256), d CHAR(3))',
  ],
  [
    'CREATE TABLE t (a SUPER, b NVARCHAR(9), c DECIMAL(10, 2) NOT NULL)',
    'CREATE TABLE t (a jsonb, b varchar(9), c DECIMAL(10, 2) NOT NULL)',
  ],
  ['CREATE TABLE t (a INT ENCODE az64 DISTKEY SORTKEY, b DATE)', 'CREATE TABLE t (a INT , b DATE)'],
  [
    'CREATE TABLE t (encode INT) DISTSTYLE KEY DISTKEY (a) COMPOUND SORTKEY (a, b) BACKUP NO',
    'CREATE TABLE t (encode INT)',
  ],
  ['CREATE TABLE t (a INT) DISTSTYLE EVEN SORTKEY AUTO ENCODE AUTO', 'CREATE TABLE t (a INT)'],
  [
    'CREATE TEMP TABLE t DISTKEY (a) AS SELECT a AS sortkey FROM b',
    'CREATE TEMP TABLE t AS SELECT a AS sortkey FROM b',
  ],
  ['CREATE TEMP TABLE t (LIKE text INCLUDING DEFAULTS)', 'CREATE TEMP TABLE t (LIKE text INCLUDING DEFAULTS)'],
  ['ALTER TABLE t ADD COLUMN a TEXT', 'ALTER TABLE t ADD COLUMN a varchar(256)'],
  ['ALTER TABLE t ADD a NUMERIC(10, 2)', 'ALTER TABLE t ADD a NUMERIC(10, 2)'],
  ['ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(MAX)', 'ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(65535)'],
  ['ALTER TABLE t RENAME COLUMN json TO type', 'ALTER TABLE t RENAME COLUMN json TO type'],
])('%s is PostgreSQL’s %s', (redshift, postgresql) => {
  expect(sqlOf(redshift)).toBe(postgresql);
});

test.each([
  ['INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING', 'ON CONFLICT is not supported'],
  ['DELETE FROM t RETURNING a', 'RETURNING is not supported'],
  ['SELECT DISTINCT ON (a) b FROM t', 'SELECT DISTINCT ON is not supported'],
  ['SELECT a IS NOT DISTINCT FROM b', 'IS NOT DISTINCT FROM is not implemented'],
  ['SELECT ARRAY[1]', 'SUPER'],
  ['SELECT a ->> 1 FROM t', 'operator ->>'],
  ['SELECT string_agg(a, 1) FROM t', 'Redshift has LISTAGG'],
  ["SELECT E'a'", 'type "e" does not exist'],
  ['SELECT a::jsonb', 'type "jsonb" does not exist'],
  ['SELECT CAST(a AS uuid)', 'type "uuid" does not exist'],
  ['SELECT a::int[]', 'unsupported type "int[]"'],
  ['CREATE TABLE t (a int[])', 'unsupported type "int[]"'],
  ['CREATE TABLE t (a VARCHAR(5)[])', 'unsupported type "varchar[]"'],
  ['CREATE TABLE t (a timestamptz(6))', 'TIMESTAMPTZ has no precision'],
  ['CREATE TABLE t (a GEOMETRY)', 'Not covered by the local cloud: the type GEOMETRY'],
  ['CREATE TABLE t (a INT PRIMARY KEY)', 'PRIMARY KEY, which Redshift does not enforce'],
  ['CREATE TABLE t (a INT, UNIQUE (a))', 'UNIQUE, which'],
  ['CREATE TABLE t (a INT, CONSTRAINT c PRIMARY KEY (a))', 'PRIMARY KEY'],
  ['CREATE TABLE t (a INT CHECK (a > 0))', 'CHECK is not supported'],
  ['CREATE TABLE t (a INT IDENTITY(1, 1))', 'IDENTITY'],
  ['ALTER TABLE t ADD a INT, ADD b INT', 'takes one action'],
  ['ALTER TABLE t ADD a jsonb', 'type "jsonb"'],
  ['ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT', 'ADD COLUMN IF NOT EXISTS'],
  ['ALTER TABLE t APPEND FROM b', 'ALTER TABLE APPEND'],
  ['CREATE UNIQUE INDEX i ON t (a)', 'SQL command "CREATE UNIQUE INDEX" not supported on Redshift tables.'],
  ['CREATE MATERIALIZED VIEW v AS SELECT 1', 'CREATE MATERIALIZED'],
  ['CREATE TABLESPACE x', 'CREATE TABLESPACE'],
  ["UNLOAD ('SELECT 1') TO 's3://b/'", 'Not covered by the local cloud: UNLOAD'],
  ['BEGIN', 'BEGIN'],
  ['SET ROLE x', 'SET ROLE'],
  ['LOCK t IN SHARE MODE', 'syntax error at or near "IN"'],
  ['SELECT 1; SELECT 2', 'cannot insert multiple commands'],
  ['-- nothing', 'empty'],
  ["SELECT 'a", `unterminated or unsupported quoting at or near "'"`],
  ['SELECT $$a$$', '$$'],
  ['SELECT 1 /* a', '/*'],
])('%s is refused', (sql, message) => {
  expect(() => read(sql)).toThrow(Refusal);
  expect(() => read(sql)).toThrow(message);
});

test('a batch is one transaction: what commits by itself, or cannot be in one, is not in it', () => {
  expect(() => read('TRUNCATE t', {}, true)).toThrow('TRUNCATE commits');
  expect(() => read('VACUUM t', {}, true)).toThrow('transaction block');
  expect(read('TRUNCATE t')).toMatchObject({ inTransaction: true });
  expect(read('VACUUM t')).toMatchObject({ inTransaction: false });
});

test('parameters are literals where their names stand, and nowhere else', () => {
  expect(sqlOf("SELECT :a, ':a', b::date, :ab", { a: "o'x", ab: 'c:\\d' })).toBe(
    "SELECT 'o''x', ':a', b::date, E'c:\\\\d'",
  );
});

test('tokens are the text, whatever it is', () => {
  const piece = fc.constantFrom("'", '"', '\\', '--', '/*', '*/', '$$', '::', ':a', '\n', 'a', '1', '(', ';', '😀');
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      (sql) => {
        try {
          const tokens = tokenize(sql);
          expect(tokens.map(({ text }) => text).join('')).toBe(sql);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      },
    ),
  );
});
