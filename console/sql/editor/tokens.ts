export type Token = {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'comment' | 'sign';
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Whether what follows it at once is still of it: of a text, a quoted name or a comment that has no end. */
  readonly isOpen: boolean;
};

const pieces =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$))|(?<number>\d[\w.]*)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<sign>\S)/gu;

const kinds = ['comment', 'text', 'quoted', 'number', 'word', 'sign'] as const;

/** The words and signs of SQL, with their places; nothing of it is refused. */
export function tokensOf(sql: string): readonly Token[] {
  return [...sql.matchAll(pieces)].map(({ 0: text, index, groups = {} }) => {
    const kind = kinds.find((each) => groups[each] !== undefined) ?? 'sign';
    return { kind, from: index, to: index + text.length, text, isOpen: isOpen(kind, text, index + text.length, sql) };
  });
}

function isOpen(kind: Token['kind'], text: string, to: number, sql: string): boolean {
  if (kind === 'comment') return text.startsWith('--') ? true : !/^\/\*[\s\S]*\*\/$/.test(text);
  if (kind !== 'text' && kind !== 'quoted') return false;
  const [quote = ''] = text;
  return (
    to === sql.length &&
    (text.length === 1 ||
      text
        .slice(1)
        .replaceAll(quote + quote, '')
        .at(-1) !== quote)
  );
}

/** The token within which a place lies, where what is typed goes on with it: of a text or comment, before its end. */
export function tokenAround(tokens: readonly Token[], at: number): Token | undefined {
  return tokens.find(({ from, to, isOpen: goesOn }) => from < at && (at < to || (goesOn && at === to)));
}

/** A name as Trino compares it. */
export function nameOf({ kind, text }: Token): string {
  const inner = kind === 'quoted' ? text.slice(1).replace(/["`]$/, '').replaceAll('""', '"') : text;
  return inner.toLowerCase();
}

/** Whether a token may be a name. */
export function isName({ kind }: Pick<Token, 'kind'>): boolean {
  return kind === 'word' || kind === 'quoted';
}
