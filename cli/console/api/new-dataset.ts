import { fileURLToPath } from 'node:url';
import { compile } from '@tributary/query/src/core/compile.ts';
import { readHeader } from '@tributary/query/src/core/declaration/read-header.ts';
import { MistakesError } from '@tributary/query/src/core/mistakes.ts';
import { readHeaders } from '@tributary/query/src/read-headers.ts';
import { SqlFileError } from '@tributary/shared/sql-file.ts';
import { DeclarationError } from '@tributary/shared/yaml-file.ts';
import { z } from 'zod';
import { checkName } from '../../new/check-name.ts';
import { newDatasetOf } from '../../new/dataset-of-select.ts';
import { namesOf } from '../../target.ts';
import { UsageError } from '../../usage.ts';
import type { Answering } from '../api.ts';

const ownServices = fileURLToPath(new URL('../../../services/', import.meta.url));

const body = z.object({
  description: z.string(),
  materialized: z.enum(['table', 'incremental', 'view']),
  partitionedBy: z.string().optional(),
  uniqueKey: z.array(z.string()),
  eventTime: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  sql: z.string(),
  /** Of tables that the SELECT names without one. */
  database: z.string(),
});

/** `new-dataset/NAME`, a POST of what a dataset is to be: the file that it would be, what packaging says against it, and what to do next. Nothing is written. */
export const newDataset: Answering = ({ target, path: [name = ''], body: text }) =>
  describe(name, text, () => namesOf(target), ownServices);

type Named = { readonly lakeDatabase: string; readonly rawDatabase: string };

/** The same, for folders of declarations elsewhere. */
export async function describe(name: string, text: string, names: () => Promise<Named>, services: string) {
  checkName(name, services);
  const { database, ...call } = readBody(text);
  const { lakeDatabase, rawDatabase } = await names();
  const made = newDatasetOf(name, call, { lake: lakeDatabase, raw: rawDatabase, own: database });
  return {
    file: `services/${made.file}`,
    text: made.text,
    next: made.next,
    mistakes: mistakesOf(name, made.text, services),
  };
}

function readBody(text: string) {
  try {
    return body.parse(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`What the dataset is to be cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

type Mistake = { readonly line: number; readonly column: number; readonly message: string };

/** What packaging would say against the file, among the others as they are. */
function mistakesOf(name: string, text: string, services: string): readonly Mistake[] {
  try {
    compile([...readHeaders(`${services}query`), readHeader('datasets', `${name}.sql`, text)]);
    return [];
  } catch (error) {
    if (!(error instanceof MistakesError || error instanceof SqlFileError || error instanceof DeclarationError))
      throw error;
    return error.message.split('\n').flatMap((each) => {
      const [, file, line, column, message = ''] = /^(?:datasets\/)?(.*?):(\d+):(\d+): (.*)$/.exec(each) ?? [];
      return file === `${name}.sql` ? [{ line: Number(line), column: Number(column), message }] : [];
    });
  }
}
