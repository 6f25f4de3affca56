import { expect, test } from 'vitest';
import { readMysqlDump } from './mysql.ts';

const read = (text: string, schema?: string) => readMysqlDump({ file: 'shop.sql', text, schema });
const shop = (text: string) => read(text, 'shop');

test('a table of a dump: types, key, generated columns, and nothing of what else is there', () => {
  const [table, ...rest] = read(`/*M!999999\\- enable the sandbox mode */
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: 127.0.0.1    Database: shop
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS \`orders\`;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE \`orders\` (
  \`id\` bigint(20) unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s; a \\'key\\', (',
  \`line\` smallint(6) NOT NULL,
  \`note\` text CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL, # more
  \`kind\` enum('a,b','c)','PRIMARY KEY (') DEFAULT 'a,b',
  \`data\` longtext DEFAULT NULL CHECK (json_valid(\`data\`)),
  \`sum\` decimal(12,4) GENERATED ALWAYS AS (\`id\` + 1) STORED,
  \`a\`\`b\` double precision /* by hand */ unsigned DEFAULT 1.5,
  \`at\` timestamp(3) NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
  \`u\` uuid DEFAULT uuid() /*!80023 INVISIBLE */,
  PRIMARY KEY (\`line\`,\`id\`) USING BTREE,
  UNIQUE KEY \`u\` (\`note\`(10)),
  CONSTRAINT \`fk\` FOREIGN KEY (\`id\`) REFERENCES \`other\` (\`id\`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a; (b'
 PARTITION BY RANGE (year(\`at\`))
(PARTITION \`p0\` VALUES LESS THAN (2020) ENGINE = InnoDB);
INSERT INTO \`orders\` VALUES (1,'CREATE TABLE \`x\` (\`y\` int);','\\\\'),(2,'--');
/*!50001 CREATE VIEW \`v\` AS SELECT 1 AS \`id\`*/;
DELIMITER ;;
CREATE PROCEDURE \`p\`() BEGIN CREATE TABLE zz (a int); END ;;
DELIMITER ;
CREATE TEMPORARY TABLE \`t\` (\`a\` int);
`);
  expect(rest).toEqual([]);
  expect(table).toEqual({
    schema: 'shop',
    table: 'orders',
    isPartitioned: false,
    key: ['line', 'id'],
    columns: [
      ['id', 'bigint(20) unsigned'],
      ['line', 'smallint(6)'],
      ['note', 'text'],
      ['kind', "enum('a,b','c)','PRIMARY KEY (')"],
      ['data', 'longtext'],
      ['sum', 'decimal(12,4)', true],
      ['a`b', 'double precision unsigned'],
      ['at', 'timestamp(3)'],
      ['u', 'uuid'],
    ].map(([name, type, isGenerated = false]) => ({ name, type, isGenerated })),
  });
});

test('the schema is what USE says, what the name says, or what the call says', () => {
  const tables = read('USE `a`; CREATE TABLE t (x int); CREATE TABLE `b`.`t` (x int); USE c; CREATE TABLE t (x int);');
  expect(tables.map(({ schema }) => schema)).toEqual(['a', 'b', 'c']);
  expect(read('CREATE TABLE t (x int)', 'd')[0]?.schema).toBe('d');
  expect(() => read('\n\nCREATE TABLE t (x int)')).toThrow('shop.sql:3: of which database is t? --schema NAME says it');
});

test('keys that come behind the tables, or with their column', () => {
  const tables = shop(`CREATE TABLE a (id int NOT NULL, v int);
CREATE TABLE b (id int PRIMARY KEY, v int UNIQUE KEY);
CREATE TABLE c (id int, v int);
CREATE TABLE d (v int COMMENT 'KEY', id int AUTO_INCREMENT KEY, KEY v (v), UNIQUE KEY w (v));
ALTER TABLE \`a\` ADD PRIMARY KEY (\`v\`,\`id\`), ADD KEY k (\`v\`);
ALTER TABLE c ADD CONSTRAINT pk PRIMARY KEY (id);
ALTER TABLE a MODIFY \`id\` bigint(20) unsigned NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=7;
ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (v) REFERENCES b (id);
ALTER TABLE a DISABLE KEYS;`);
  expect(tables.map(({ key }) => key)).toEqual([['v', 'id'], ['id'], ['id'], ['id']]);
  expect(tables[0]?.columns[0]?.type).toBe('bigint(20) unsigned');
});

test('a table that stands in for a view until it is dropped is none', () => {
  expect(
    shop('CREATE TABLE v (a tinyint NOT NULL); DROP TABLE IF EXISTS `v`; CREATE VIEW v AS SELECT 1 AS a;'),
  ).toEqual([]);
});

test.each([
  ['CREATE TABLE a (x int);\nCREATE TABLE b LIKE a;', 'shop.sql:2: the columns of b cannot be read'],
  ['CREATE TABLE b AS\nSELECT 1;', 'shop.sql:1: the columns of b cannot be read'],
  ["CREATE TABLE b (\n  'x' int);", 'shop.sql:1: the columns of b cannot be read'],
  ['CREATE TABLE b (x);', 'shop.sql:1: the columns of b cannot be read'],
  ['CREATE TABLE a (x int);\n\nALTER TABLE a ADD COLUMN y int;', 'shop.sql:3: what is altered of a cannot be read'],
  ['CREATE TABLE a (x int);\nALTER TABLE a DROP COLUMN x;', 'shop.sql:2: what is altered of a cannot be read'],
  ['ALTER TABLE a ADD PRIMARY KEY (x);', 'shop.sql:1: a is altered, and was not made before'],
])('%j cannot be read, and is told with its line', (text, said) => {
  expect(() => shop(text)).toThrow(said);
});

test('a dump with long rows is read, and in no time that grows by their square', () => {
  const row = `(1,'${"a\\'b''c".repeat(200_000)}'),`;
  const text = `CREATE TABLE a (x int);\nINSERT INTO a VALUES ${row.repeat(4)};\nCREATE TABLE b (x int);`;
  expect(shop(text).map(({ table }) => table)).toEqual(['a', 'b']);
});
