import { tokenize } from '../ddl/tokenize.ts';
import { invalidRequest } from '../error.ts';
import type { AthenaStore } from '../store.ts';

export type Prepared = { readonly sql: string; readonly parameters?: readonly string[] };

/** EXECUTE name [USING …] as the prepared statement it stands for; any other statement as it is. */
export function readPrepared(store: AthenaStore, workGroup: string, sql: string): Prepared {
  const text = sql.trimEnd().replace(/;$/, '').trimEnd();
  const found = /^\s*EXECUTE\s+("?)([A-Za-z_][\w@:]*)\1(?:\s+USING\s+([\s\S]+))?$/i.exec(text);
  if (!found) return { sql };
  const name = found[2] ?? '';
  const statement = store.preparedStatements.get(JSON.stringify([workGroup, name]));
  if (!statement) throw invalidRequest(`PreparedStatement ${name} was not found in workGroup ${workGroup}`);
  return { sql: statement.queryStatement, parameters: found[3] === undefined ? [] : splitArguments(found[3]) };
}

const steps: Readonly<Record<string, number>> = { '(': 1, '[': 1, ')': -1, ']': -1 };

/** The expressions between commas that stand in no parentheses. */
function splitArguments(text: string): string[] {
  const symbols = tokenize(text).filter(({ kind }) => kind === 'symbol');
  let depth = 0;
  const cuts = symbols.flatMap((token) => {
    depth += steps[token.text] ?? 0;
    return token.text === ',' && depth === 0 ? [token.start] : [];
  });
  const starts = [0, ...cuts.map((cut) => cut + 1)];
  return starts.map((start, index) => text.slice(start, cuts[index]).trim());
}
