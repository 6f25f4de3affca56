import { readFileSync } from 'node:fs';
import type { Column } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { trinoTypeOf } from '@tributary/ingest/changes/core/declaration/column-type.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import { changesInit } from '../../../cli/commands/changes-init.ts';

/** An order of columns that a table had, until a moment. */
type PastLayout = { readonly columns: readonly string[]; readonly until: Date };

/** What a person adds to the text of a table: what it had before. */
export type Past = {
  readonly dropped: readonly Column[];
  /** Of files without header, the newest first. */
  readonly layouts: readonly PastLayout[];
};

export type DeclaredSource = {
  readonly name: string;
  readonly url: string;
  /** What the endpoint has, in the place of what `init` writes as comments or defaults. */
  readonly settings: Readonly<Record<string, string>>;
  readonly past: ReadonlyMap<string, Past>;
};

/** The text of a changes.yml by `lake changes init`, with the settings and the past of its tables written in. */
export async function declareSources(sources: readonly DeclaredSource[], folder: string): Promise<string> {
  const texts: string[] = [];
  for (const source of sources) {
    const out = `${folder}/${source.name}.yml`;
    await changesInit({ url: source.url, tables: [], source: source.name, out, force: true });
    texts.push(edited(readFileSync(out, 'utf8'), source));
  }
  return `sources:\n${texts.map((text) => text.replace(/^[\s\S]*?^sources:\n/m, '')).join('')}`;
}

function edited(text: string, { settings, past }: DeclaredSource): string {
  let done = text;
  for (const [name, value] of Object.entries(settings))
    done = done.replace(new RegExp(`^ {4}(# )?${name}: \\S.*$`, 'm'), `    ${name}: ${value}`);
  for (const [id, { dropped, layouts }] of past) {
    const current = readChanges(text).sources[0]?.tables.find((table) => `${table.schema}.${table.table}` === id);
    const orders = [{ columns: (current?.columns ?? []).map(({ name }) => name) }, ...layouts].map(orderLine);
    const lost = dropped.map(
      ({ name, as, type }) =>
        `          ${JSON.stringify(name)}: {type: "${trinoName(type)}", as: ${as}, dropped: true}\n`,
    );
    const start = done.indexOf(`      ${id}:\n`);
    const before = layouts.length === 0 ? '' : `        layouts:\n${orders.join('')}`;
    const after = done.slice(start).replace('        columns:\n', () => `${before}        columns:\n${lost.join('')}`);
    done = done.slice(0, start) + after;
  }
  return done;
}

function orderLine({ columns, until }: { readonly columns: readonly string[]; readonly until?: Date }): string {
  const end = until === undefined ? '' : `, until: ${until.toISOString()}`;
  return `          - {columns: ${JSON.stringify(columns)}${end}}\n`;
}

function trinoName(type: Column['type']): string {
  if (type.kind === 'decimal') return trinoTypeOf(type);
  return type.kind;
}
