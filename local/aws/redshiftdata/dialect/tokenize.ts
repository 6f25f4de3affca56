import { Refusal } from './refusal.ts';

/** A piece of a statement; all pieces together are its text. `space` is what parts words: comments too. */
export type Token = {
  readonly kind: 'space' | 'word' | 'name' | 'string' | 'number' | 'parameter' | 'symbol';
  readonly text: string;
};

/** Literals know backslashes, as Redshift has it, and PostgreSQL before 9.1. What is opened and never closed is the last alternative but one. */
const pattern = new RegExp(
  [
    String.raw`(?<space>\s+|--[^\n]*|/\*(?:[^*/]|\*(?!/)|/(?!\*))*\*/)`,
    String.raw`(?<string>'(?:[^'\\]|\\[\s\S]|'')*')`,
    '(?<name>"(?:[^"]|"")+")',
    String.raw`(?<open>/\*|['"]|\$\w*\$)`,
    String.raw`(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_$]*)`,
    String.raw`(?<symbol>::|->>?|#>>?|[<>]=|<>|!=|\|\|)`,
    '(?<parameter>:[0-9a-zA-Z_]+)',
    String.raw`(?<other>[\s\S])`,
  ].join('|'),
  'uy',
);

const kinds = ['space', 'word', 'name', 'string', 'number', 'parameter', 'symbol'] as const;

/** Throws a Refusal for text in quotes or a comment that does not end, and for comments in comments and dollar quotes. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < sql.length) {
    const found = pattern.exec(sql);
    const text = found?.[0] ?? '';
    if (text === '') throw new Refusal('syntax error: the statement is no text');
    if (found?.groups?.open !== undefined)
      throw new Refusal(`unterminated or unsupported quoting at or near "${text}"`);
    tokens.push({ kind: kinds.find((kind) => found?.groups?.[kind] !== undefined) ?? 'symbol', text });
  }
  return tokens;
}

/** A word in upper case; of anything else its text, quotes included. */
export const wordOf = (token: Token | undefined) =>
  token?.kind === 'word' ? token.text.toUpperCase() : (token?.text ?? '');

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** What a literal says. */
export function literalValue({ text }: Token): string {
  return text
    .slice(1, -1)
    .replace(/''|\\([0-7]{1,3}|[\s\S])/g, (_all, escaped: string | undefined) =>
      escaped === undefined
        ? "'"
        : /^[0-7]/.test(escaped)
          ? String.fromCharCode(Number.parseInt(escaped, 8))
          : (escapes[escaped] ?? escaped),
    );
}

/** A value as a literal that PostgreSQL reads the same whatever its settings. */
export function literal(value: string): string {
  const quoted = value.replaceAll("'", "''");
  return value.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}

/** What an identifier names: Redshift folds quoted ones too. */
export function nameOf({ kind, text }: Token): string {
  return (kind === 'name' ? text.slice(1, -1).replaceAll('""', '"') : text).toLowerCase();
}

export const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`;
