import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** One case: statements, the last one's answer being the case's, and what a real Trino answered. */
export type Case = {
  readonly name: string;
  readonly ordered: boolean;
  readonly statements: readonly string[];
  readonly expected: Answer;
};

export type Answer =
  | { readonly columns: readonly (readonly [string, string])[]; readonly rows: readonly (readonly (string | null)[])[] }
  | { readonly error: string; readonly message: string };

const answers = z.record(
  z.string(),
  z.union([
    z.object({ columns: z.array(z.tuple([z.string(), z.string()])), rows: z.array(z.array(z.string().nullable())) }),
    z.object({ error: z.string(), message: z.string() }),
  ]),
);

const folder = join(import.meta.dirname, 'cases');

/** All the cases, in the order of their files. */
export function readCases(): readonly Case[] {
  return ['scalar', 'compute', 'relational', 'wild'].flatMap((group) => {
    const expected = answers.parse(JSON.parse(readFileSync(join(folder, `${group}.json`), 'utf8')));
    const blocks = readFileSync(join(folder, `${group}.sql`), 'utf8').split(/^-- case: /m);
    return blocks.slice(1).map((block) => readCase(block, expected));
  });
}

function readCase(block: string, expected: z.infer<typeof answers>): Case {
  const [first = '', ...rest] = block.split('\n');
  const ordered = rest[0] === '-- ordered';
  // What today's Trino has to be asked for the same is for whoever asks it.
  const text = (ordered ? rest.slice(1) : rest).filter((line) => !line.startsWith('-- trino: ')).join('\n');
  const answer = expected[first.trim()];
  if (!answer) throw new Error(`no answer for the case ${first}`);
  const statements = text
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  return { name: first.trim(), ordered, statements, expected: answer };
}
