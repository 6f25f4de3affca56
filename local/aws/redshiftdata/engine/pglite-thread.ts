import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import * as z from 'zod';
import type { Answer, Ask } from './pglite-message.ts';
import { changedRows, type SqlResult } from './session.ts';

// The thread of one database: PostgreSQL compiled to WebAssembly keeps it busy while a statement runs.

/** Values stay the texts that they come as. */
const parsers = Object.fromEntries(Object.keys(types.parsers).map((oid) => [oid, (text: string) => text]));
const rows = z.array(z.array(z.string().nullable()));

const post = (answer: Answer) => parentPort?.postMessage(answer);

const db = await PGlite.create(z.string().parse(workerData));
parentPort?.on('message', (ask: Ask) => void answer(ask));
post('ready');

async function answer(ask: Ask): Promise<void> {
  if (ask === 'close') {
    await db.close();
    return post('closed');
  }
  try {
    post({ result: await run(ask.sql, ask.values) });
  } catch (error) {
    post({ failed: failureOf(error) });
  }
}

async function run(sql: string, values: readonly string[]): Promise<SqlResult> {
  const result = await db.query(sql, [...values], { rowMode: 'array', parsers });
  return {
    columns: result.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })),
    rows: rows.parse(result.rows),
    changed: changedRows(/^[A-Z]+/.exec(result.command ?? '')?.[0], result.affectedRows),
  };
}

const told = z.object({ message: z.string(), code: z.string().default(''), detail: z.string().default('') });

function failureOf(error: unknown) {
  const read = told.safeParse(error);
  return read.success ? read.data : { message: String(error), code: '', detail: '' };
}
