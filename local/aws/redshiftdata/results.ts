import { mkdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** A result as it is kept: values are PostgreSQL's texts. */
export type Result = z.infer<typeof result>;

const result = z.object({
  columns: z.array(z.object({ name: z.string(), oid: z.number() })),
  rows: z.array(z.array(z.string().nullable())),
});

export type Results = ReturnType<typeof createResults>;

/** Results in files of their own, by the statement's id and the number (from 1) of the SQL in it. */
export function createResults(folder: string) {
  mkdirSync(folder, { recursive: true });
  const fileOf = (id: string, number: number) => join(folder, `${id}.${number}.json`);
  return {
    /** Gives its size in bytes. */
    async write(id: string, number: number, { columns, rows }: Result): Promise<number> {
      const text = JSON.stringify({ columns, rows });
      await writeFile(fileOf(id, number), text);
      return Buffer.byteLength(text);
    },
    async read(id: string, number: number): Promise<Result> {
      return result.parse(JSON.parse(await readFile(fileOf(id, number), 'utf8')));
    },
    remove(id: string, count: number): void {
      for (let number = 1; number <= count; number += 1) rmSync(fileOf(id, number), { force: true });
    },
  };
}
