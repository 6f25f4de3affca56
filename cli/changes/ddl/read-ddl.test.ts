import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readDdl } from './read-ddl.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-ddl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(bytes: string | Buffer): string {
  const name = join(folder, `${Math.random()}.sql`);
  writeFileSync(name, bytes);
  return name;
}

const table = 'CREATE TABLE shop.orders (\r\n  id int NOT NULL,\r\n  PRIMARY KEY (id)\r\n);\r\n';

describe('which kind of database a dump is of', () => {
  test.each([
    ['-- MySQL dump 10.13  Distrib 8.0.36\n', 'mysql', 'int'],
    ['-- MariaDB dump 10.19\n', 'mysql', 'int'],
    ['-- phpMyAdmin SQL Dump\n', 'mysql', 'int'],
    ['USE `shop`;\n', 'mysql', 'int'],
    ['--\n-- PostgreSQL database dump\n--\n', 'postgres', 'integer'],
    ['', 'postgres', 'integer'],
  ])('%j: %s', async (head, engine, type) => {
    const read = await readDdl(file(head + table), {});
    expect(read.engine).toBe(engine);
    expect(read.tables).toMatchObject([
      { schema: 'shop', table: 'orders', key: ['id'], columns: [{ name: 'id', type }] },
    ]);
  });

  test('the call may say it', async () => {
    expect((await readDdl(file(table), { engine: 'mysql' })).engine).toBe('mysql');
  });
});

test('what a shell of Windows wrote is read', async () => {
  const utf16 = Buffer.from(`\ufeff-- MySQL dump\r\n${table}`, 'utf16le');
  expect((await readDdl(file(utf16), {})).tables).toHaveLength(1);
  const copied = `COPY shop.orders (id) FROM stdin;\r\n1\r\n\\.\r\n`;
  expect((await readDdl(file(`\ufeff-- PostgreSQL database dump\r\n${table}${copied}`), {})).tables).toHaveLength(1);
});
