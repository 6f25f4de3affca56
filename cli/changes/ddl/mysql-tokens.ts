export type Token = {
  /** A word is none in quotes; a name is one in backquotes or, in ANSI mode, in double quotes. */
  readonly kind: 'word' | 'name' | 'string' | 'sign';
  /** Without its quotes. */
  readonly text: string;
  readonly offset: number;
};

// What /*!40101 and /*M!100300 begin is a statement to the server; comments of all other kinds are left out with spaces
const lexeme =
  /(\s+|--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!M?!)[^*]*\*+(?:[^/*][^*]*\*+)*\/|\/\*M?!\d*|\*\/)|`((?:[^`]|``)*)`|"([^"\\]*(?:(?:\\[\s\S]|"")[^"\\]*)*)"|'([^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*)'|([\p{L}\p{N}_$@]+)|([\s\S])/uy;

/** The statements of a dump of MySQL or MariaDB, of those that begin with one of `words` their tokens. What stands between DELIMITER lines (procedures, triggers) is left out. */
export function* readStatements(text: string, words: ReadonlySet<string>): Generator<readonly Token[]> {
  let statement: Token[] = [];
  for (const token of tokensOf(withoutRoutines(text))) {
    if (token.kind === 'sign' && token.text === ';') {
      yield statement;
      statement = [];
    } else if (words.has(statement[0]?.text.toUpperCase() ?? '') || statement.length === 0) statement.push(token);
  }
  yield statement;
}

function* tokensOf(text: string): Generator<Token> {
  lexeme.lastIndex = 0;
  for (let offset = 0; offset < text.length; offset = lexeme.lastIndex) {
    const token = tokenOf(lexeme.exec(text) ?? [], offset);
    if (token !== undefined) yield token;
  }
}

/** Undefined of spaces and comments. */
function tokenOf(match: readonly (string | undefined)[], offset: number): Token | undefined {
  const [, , back, double, single, word, sign] = match;
  if (back !== undefined) return { kind: 'name', text: back.replaceAll('``', '`'), offset };
  if (double !== undefined) return { kind: 'name', text: double.replaceAll('""', '"'), offset };
  if (single !== undefined) return { kind: 'string', text: `'${single}'`, offset };
  if (word !== undefined) return { kind: 'word', text: word, offset };
  return sign === undefined ? undefined : { kind: 'sign', text: sign, offset };
}

/** As long as before, line for line, so that offsets stay. */
function withoutRoutines(text: string): string {
  return text.replace(/^DELIMITER (?!;\s*$)[\s\S]*?^DELIMITER ;[ \t]*$/gim, (all) => all.replace(/[^\n]/g, ' '));
}
