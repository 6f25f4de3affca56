import { qualified, type TableName } from '../table-name.ts';

const comment = /--[^\n]*|\/\*[\s\S]*?\*\//;
const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"/;
const table = /\{\{[ \t]*(lake|raw)[ \t]*\}\}\s*\.\s*(?:"([^"$]+)[^"]*"|(\w+))/;
const pieces = new RegExp([comment, quoted, table].map(({ source }) => source).join('|'), 'g');

/** The tables that a SELECT names, each once: as all of them are written with a word, without a parser's help, and its hundred milliseconds. */
export function tablesWritten(sql: string): readonly TableName[] {
  const all = [...sql.matchAll(pieces)].flatMap(([, database, inQuotes, bare]): readonly TableName[] => {
    const name = (inQuotes ?? bare ?? '').toLowerCase();
    return name === '' ? [] : [{ database: database === 'raw' ? 'raw' : 'lake', table: name }];
  });
  return [...new Map(all.map((each) => [qualified(each), each])).values()];
}
