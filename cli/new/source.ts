import { readDeclarations } from '@tributary/catalog/files/core/declaration/read-declarations.ts';
import { readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { parse } from 'yaml';
import { tableOf } from '../files/source.ts';
import { sourceForm } from '../files/source-form.ts';
import { UsageError } from '../usage.ts';
import { appendEntry } from './append-entry.ts';
import type { Made } from './made.ts';

const haproxy = 'ingest/logs/haproxy.yml';
const tables = 'catalog/tables.yml';

/** The file that a source is declared in: `shop/orders` is one of files, anything else a frontend of HAProxy. */
export function fileOfSource(name: string): string {
  return name.includes('/') ? tables : haproxy;
}

/** A source more, in the text of its file. */
export function newSource(name: string, text: string): Made {
  return name.includes('/') ? newFiles(name, text) : newFrontend(name, text);
}

function newFrontend(name: string, text: string): Made {
  if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(name))
    throw new UsageError(`A frontend is named by letters, digits, _, . and -; files are SOURCE/OBJECT: ${name}`);
  const made = appendEntry(`services/${haproxy}`, text, {
    under: 'frontends',
    key: name,
    lines: [`${name}:`, '  request: [host, user-agent]', '  response: []'],
  });
  readSettings(parse(made.text));
  return {
    file: haproxy,
    ...made,
    next: [
      'put the headers that the frontend captures there, in the order of its capture lines',
      'npx lake parse --config services/ingest/logs/haproxy.yml < some.log shows the rows that its lines become',
      'npx lake deploy ingest',
    ],
  };
}

function newFiles(name: string, text: string): Made {
  const table = sourceForm.test(name) ? tableOf(`raw/files/${name}/`) : undefined;
  if (table === undefined) throw new UsageError(`Files are named SOURCE/OBJECT, as shop/orders: ${name}`);
  const made = appendEntry(`services/${tables}`, text, {
    under: 'files',
    key: table,
    lines: [
      `${table}:`,
      '  # As they are written: amount: decimal(12,2), or {type: string, as: other_name, sensitive: true}',
      '  columns: {}',
    ],
  });
  readDeclarations(made.text, `services/${tables}`);
  return {
    file: tables,
    ...made,
    next: [
      `npx lake land FILE --as ${name} brings a file, and npx lake tables ${table} says what became of it`,
      'only what is to be otherwise has to be said there: types, names, what is sensitive, how a file is read',
      `npx lake deploy catalog, then npx lake retype ${table}`,
    ],
  };
}
