export type Token = { readonly kind: 'punctuation' | 'name' | 'field' | 'text' | 'number'; readonly text: string };

const patterns = [
  ['field', /\.[A-Za-z_][A-Za-z0-9_]*/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['text', /"(?:[^"\\]|\\.)*"/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['punctuation', /\/\/|[{}()[\]:,|.?]/y],
] as const;

/** The tokens of a jq program, or the text from which on it is none that is known. */
export function tokenize(program: string): readonly Token[] | string {
  const tokens: Token[] = [];
  let at = 0;
  while (at < program.length) {
    const blank = /\s+/y;
    blank.lastIndex = at;
    at += blank.exec(program)?.[0].length ?? 0;
    if (at >= program.length) break;
    const token = tokenAt(program, at);
    if (token === undefined) return program.slice(at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(program: string, at: number): Token | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(program)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}
