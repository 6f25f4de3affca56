import { SqlError } from '../error.ts';

export type Optimize = { readonly table: string; readonly where: string | undefined };

const space = String.raw`(?:\s|--[^\n]*(?:\n|$)|/\*[\s\S]*?\*/)`;
const part = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*)`;
const start = new RegExp(`^${space}*OPTIMIZE${space}+`, 'i');
const rest = new RegExp(
  `^(${part}(?:${space}*\\.${space}*${part}){0,2})${space}+REWRITE${space}+DATA${space}+USING${space}+BIN_PACK(?:${space}*$|${space}+WHERE\\b)`,
  'i',
);

/**
 * Splits Athena's `OPTIMIZE t REWRITE DATA USING BIN_PACK WHERE …`, which Trino's grammar has not; undefined for any other statement. The
 * parts stand where they stood, so that errors name their place.
 */
export function splitOptimize(sql: string): Optimize | undefined {
  const opening = start.exec(sql)?.[0];
  if (opening === undefined) return undefined;
  const found = rest.exec(sql.slice(opening.length));
  if (!found)
    throw new SqlError('SYNTAX_ERROR', 'mismatched input. Expecting: OPTIMIZE table REWRITE DATA USING BIN_PACK');
  const table = found[1] ?? '';
  const end = opening.length + found[0].length;
  return {
    table: `${blank(opening)}${table}`,
    where: /WHERE$/i.test(found[0]) ? `${blank(sql.slice(0, end))}${sql.slice(end)}` : undefined,
  };
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ');
