import { nameMistake } from '@tributary/ingest/changes/core/declaration/names.ts';

/**
 * What columns are called in the lake, in their order: as in the database but in lower case; where the lake has that name itself, it is none
 * or another column has it, another one.
 */
export function lakeColumns(names: readonly string[]): readonly string[] {
  const asTheyAre = new Set(names.filter((name) => nameMistake(name) === undefined));
  const taken = new Set(asTheyAre);
  return names.map((name) => {
    if (asTheyAre.has(name)) return name;
    const free = firstFree(usable(name), taken);
    taken.add(free);
    return free;
  });
}

/** What tables are called in the lake, in their order: `schema_table`. */
export function lakeTables(tables: readonly { readonly schema: string; readonly table: string }[]): readonly string[] {
  const names = tables.map(({ schema, table }) => `${schema}_${table}`);
  const taken = new Set(names.filter((name) => isTableName(name)));
  const given = new Set<string>();
  return names.map((name) => {
    // Two schemas and tables may come to the same name: the first has it
    if (taken.has(name) && !given.has(name)) {
      given.add(name);
      return name;
    }
    const lower = name.toLowerCase();
    const free = firstFree(isTableName(lower) ? lower : snake(name).slice(0, mostOfTable), taken);
    taken.add(free);
    return free;
  });
}

const mostOfTable = 95;

function isTableName(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name) && name.length <= mostOfTable;
}

function usable(name: string): string {
  const lower = name.toLowerCase();
  if (nameMistake(lower) === undefined) return lower;
  const plain = snake(name);
  const [, key] = /^before_(.*)$/.exec(plain) ?? [];
  const wanted = (key === undefined ? plain : `${key}_before`).replace(/^_+/, '_');
  return nameMistake(wanted) === undefined ? wanted : `${wanted}_`;
}

/** `userId` is `user_id`, `Größe` `grosse`. */
function snake(name: string): string {
  const words = name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_');
  return /^[a-z_]/.test(words) ? words : `_${words}`;
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name.replace(/_$/, '')}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
