import { fileURLToPath } from 'node:url';
import { compileSql as compileEnrich } from '@tributary/enrich/src/compile-sql.ts';
import { compileSql as compileQuery } from '@tributary/query/src/compile-sql.ts';
import { all as allDays } from '@tributary/query/src/core/partition-text.ts';
import { hourOf, partitionsOf } from '@tributary/shared/partitions.ts';
import type { JobsService } from '../jobs/declared.ts';

/** A table that statements make of others, and what of it depends on some files: units by their ids. */
export type Derived = {
  readonly name: string;
  readonly service: JobsService;
  readonly kind: 'enrichment' | 'dataset';
  readonly of: readonly string[];
  readonly units: readonly string[];
  /** Days (UTC) whose rows depend on the files. */
  readonly days: readonly string[];
};

export type Reads = {
  readonly enrichments: readonly { readonly table: string; readonly source: string }[];
  readonly datasets: readonly { readonly table: string; readonly after: readonly { readonly table: string }[] }[];
};

const services = fileURLToPath(new URL('../../services/', import.meta.url));

/** What enrichments and datasets read, as their SQL files declare it. */
export function declaredReads(folder = services): Reads {
  const { enrichments } = compileEnrich(`${folder}enrich`);
  const { datasets } = compileQuery(`${folder}query`);
  return { enrichments, datasets };
}

/** Days (UTC) whose rows of a table depend on the files. */
type DaysOf = ReadonlyMap<string, readonly string[]>;

/** What is made of some files of the lake bucket, at first or at second hand; what others are made of comes first. */
export function derivedFrom(reads: Reads, bucket: string, keys: readonly string[]): readonly Derived[] {
  const days = keys.reduce<DaysOf>((all, key) => withDays(all, tableOf(key), daysOf(key)), new Map());
  const enriched = reads.enrichments.flatMap(({ table, source }): readonly Derived[] => {
    const own = keys.filter((key) => tableOf(key) === source);
    if (own.length === 0) return [];
    const units = [...new Set(own.flatMap((key) => [`s3://${bucket}/${key}`, ...hourUnitsOf(key)]))];
    const of = { of: [source], units, days: days.get(source) ?? [] };
    return [{ name: table, service: 'enrich', kind: 'enrichment', ...of }];
  });
  const all = enriched.reduce((known, { name, days: own }) => withDays(known, name, own), days);
  return [...enriched, ...computedFrom(reads.datasets, all)];
}

/** Datasets may read datasets: each round goes one further. */
function computedFrom(datasets: Reads['datasets'], days: DaysOf): readonly Derived[] {
  const next = datasets.filter(({ after }) => after.some(({ table }) => days.has(table)));
  if (next.length === 0) return [];
  const found = next.map(({ table: name, after }): Derived => {
    const of = after.map(({ table }) => table).filter((table) => days.has(table));
    const touched = [...new Set(of.flatMap((table) => days.get(table) ?? []))].toSorted();
    const units = touched.length === 0 ? [allDays] : touched;
    return { name, service: 'query', kind: 'dataset', of, units, days: touched };
  });
  const all = found.reduce((known, { name, days: own }) => withDays(known, name, own), days);
  return [
    ...found,
    ...computedFrom(
      datasets.filter((dataset) => !next.includes(dataset)),
      all,
    ),
  ];
}

function withDays(all: DaysOf, table: string, more: readonly string[]): DaysOf {
  return new Map([...all, [table, [...new Set([...(all.get(table) ?? []), ...more])].toSorted()]]);
}

function tableOf(key: string): string {
  return key.split('/')[1] ?? '';
}

function hourUnitsOf(key: string): readonly string[] {
  const hour = hourOf(partitionsOf(key));
  return hour === undefined ? [] : [`hour:${hour.toISOString().slice(0, 13)}`];
}

function daysOf(key: string): readonly string[] {
  const value = (name: string) => partitionsOf(key).find((each) => each.name === name)?.value;
  const day = `${value('year')}-${value('month')}-${value('day')}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? [day] : [];
}
