export type Token = { readonly kind: 'string' | 'number' | 'variable' | 'word' | 'mark'; readonly text: string };

const TOKEN =
  /\s+|"((?:[^"\\]|\\.|"")*)"|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\$([A-Za-z_]\w*)|([A-Za-z_]\w*)|(==|!=|<>|<=|>=|&&|\|\||[$@.[\]()?*+\-/%<>=!,])/y;

/** The words of a SQL/JSON path; undefined where something is none. */
export function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) return undefined;
    const token = tokenOf(found);
    if (token) tokens.push(token);
  }
  return tokens;
}

function tokenOf(found: RegExpExecArray): Token | undefined {
  const [, string, number, variable, word, mark] = found;
  if (string !== undefined) return { kind: 'string', text: unescaped(string) };
  if (number !== undefined) return { kind: 'number', text: number };
  if (variable !== undefined) return { kind: 'variable', text: variable };
  if (word !== undefined) return { kind: 'word', text: word };
  return mark === undefined ? undefined : { kind: 'mark', text: mark };
}

function unescaped(text: string): string {
  return text.replaceAll('""', '"').replace(/\\(u[0-9A-Fa-f]{4}|.)/g, (whole, code: string) => {
    if (code.startsWith('u') && code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return plainEscapes[code] ?? (code.length === 1 ? code : whole);
  });
}

const plainEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
