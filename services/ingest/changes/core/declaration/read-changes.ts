import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import type { Changes, Format, Source, Table } from './changes.ts';
import { changesFile, type SourceDocument } from './document.ts';
import { type Mistake, readTable } from './read-table.ts';

const schema = changesFile.transform((file, context): Changes => {
  const taken = new Set<string>();
  const tell = (path: readonly PropertyKey[], { path: below, message }: Mistake): void => {
    context.addIssue({ code: 'custom', path: [...path, ...below], message });
  };
  const sources = Object.entries(file.sources).map(([name, document]): Source => {
    const format = formatOf(document);
    for (const mistake of mistakesOf(document)) tell(['sources', name], mistake);
    const tables: Table[] = [];
    for (const [id, given] of Object.entries(document.tables)) {
      const { table, mistakes } = readTable(id, given, format);
      const twice: readonly Mistake[] = taken.has(table.name)
        ? [{ path: ['name'], message: `${table.name} is the name of an earlier table: give this one another` }]
        : [];
      for (const mistake of [...mistakes, ...twice]) tell(['sources', name, 'tables', id], mistake);
      taken.add(table.name);
      tables.push(table);
    }
    return { name, folder: document.folder, transactions: document.transactions, format, tables };
  });
  for (const mistake of sharedFolders(sources)) tell(['sources'], mistake);
  return { sources };
});

/** Reads the text of changes.yml; throws DeclarationError with file, line and column of each mistake. */
export function readChanges(text: string, file = 'changes.yml'): Changes {
  return readYamlFile(file, text, schema);
}

function formatOf(document: SourceDocument): Format {
  const { header, op, timestamp, sequence, appended, delimiter, newline, quotes } = document;
  return {
    ...{ header, op, timestamp, sequence, delimiter, newline, quotes },
    opInLoads: document.op_in_loads,
    beforeImage: document.before_image,
    appended: appended.filter((each) => ({ before: document.before_image, timestamp, sequence })[each] !== undefined),
    nullText: document.null,
  };
}

function mistakesOf(document: SourceDocument): readonly Mistake[] {
  const { header, appended, timestamp, sequence, before_image: before, delimiter, folder, transactions } = document;
  const missing = Object.entries({ before, timestamp, sequence }).filter(
    ([name, value]) => value !== undefined && !header && !appended.some((each) => each === name),
  );
  return [
    ...missing.map(([name]) => ({ path: ['appended'], message: `does not say where ${name} stands` })),
    ...(delimiter === '"' ? [{ path: ['delimiter'], message: 'is the character of quotes' }] : []),
    ...(transactions === folder ? [{ path: ['transactions'], message: 'is the folder of the tables' }] : []),
  ];
}

/** A file has to be of one table: no folder is another's, or lies in one. */
function sharedFolders(sources: readonly Source[]): readonly Mistake[] {
  const seen = new Map<string, string>();
  return sources.flatMap(({ name, folder, transactions, tables }) => {
    const folders = tables.map(({ schema: of, table }) => ({
      folder: `${folder}/${of}/${table}`,
      path: [name, 'tables', `${of}.${table}`],
    }));
    const all = transactions === undefined ? folders : [...folders, { folder: transactions, path: [name] }];
    return all.flatMap(({ folder: each, path }) => {
      const other = [...seen].find(
        ([earlier]) => `${each}/`.startsWith(`${earlier}/`) || `${earlier}/`.startsWith(`${each}/`),
      );
      seen.set(each, name);
      if (other === undefined) return [];
      const [earlier, owner] = other;
      const message =
        earlier === each
          ? `${each}/ is a folder of ${owner} too`
          : `${each}/ and ${earlier}/ of ${owner} lie one in the other`;
      return [{ path, message }];
    });
  });
}
