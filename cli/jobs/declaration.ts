import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HeaderOfFile } from '@tributary/query/src/core/declaration/read-header.ts';
import { testSql } from '@tributary/query/src/core/header/test-sql.ts';
import { readHeaders } from '@tributary/query/src/read-headers.ts';
import { readDeclared } from './declared.ts';

/** The file that declares a table, as it is written, and of a dataset or view what its header says. */
export type Declaration = {
  /** `services/query/datasets/integration_usage.sql` */
  readonly file: string;
  readonly text: string;
  readonly header: DeclaredHeader | null;
};

type DeclaredHeader = {
  readonly description: string;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly materialized: string;
  readonly partition: { readonly column: string; readonly grain: string } | null;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly description: string;
    readonly tests: readonly string[];
  }[];
  /** By the names that a failure has. */
  readonly tests: readonly string[];
};

const services = fileURLToPath(new URL('../../services/', import.meta.url));

/** Undefined where no file of SQL has this name. */
export async function readDeclaration(name: string): Promise<Declaration | undefined> {
  const found = readHeaders(join(services, 'query')).find((each) => each.name === name);
  if (found !== undefined) return withText(`query/${found.file}`, headerOf(found));
  const { kind } = readDeclared().find((each) => each.name === name) ?? {};
  return kind === 'enrichment' ? withText(`enrich/enrichments/${name}.sql`, null) : undefined;
}

async function withText(file: string, header: DeclaredHeader | null): Promise<Declaration> {
  return { file: `services/${file}`, text: await readFile(join(services, file), 'utf8'), header };
}

function headerOf({ header: { data }, materialized, partition }: HeaderOfFile): DeclaredHeader {
  const { description, owner = null, tags = [], columns = {} } = data;
  return {
    ...{ description, owner, tags, materialized, partition: partition ?? null },
    columns: Object.entries(columns).map(([name, column]) => ({
      ...{ name, type: column.type, description: column.description ?? '' },
      tests: [...(column.data_tests ?? []), ...(column.tests ?? [])].map((test) => testSql(test(name), {}).name),
    })),
    tests: [...(data.data_tests ?? []), ...(data.tests ?? [])].map((test) => testSql(test, {}).name),
  };
}
