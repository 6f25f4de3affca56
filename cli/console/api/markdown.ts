import { lexer, type Token } from 'marked';

/** A piece of Markdown: what it is, its words, and the pieces within it. */
export type Piece = {
  /** `heading`, `paragraph`, `code`, …, as marked calls them. */
  readonly type: string;
  readonly text: string;
  /** Of a heading, 1 to 6. */
  readonly depth?: number;
  /** Of a link. */
  readonly href?: string;
  /** Of a list: whether its items are numbered. */
  readonly ordered?: boolean;
  readonly pieces?: readonly Piece[];
};

/** Markdown as pieces. Entities stay as they are written, and HTML is its text. */
export function piecesOf(markdown: string): readonly Piece[] {
  return lexer(markdown).map(pieceOf);
}

function pieceOf(token: Token): Piece {
  return { type: token.type, text: textOf(token), ...more(token), ...within(token) };
}

/** HTML is not made a tag of the page: it is shown as it is written. */
function textOf(token: Token): string {
  const isWords = token.type !== 'html' && 'text' in token && typeof token.text === 'string';
  return isWords ? token.text : token.raw;
}

function more(token: Token): Pick<Piece, 'depth' | 'href' | 'ordered'> {
  if (token.type === 'heading') return { depth: token.depth };
  if (token.type === 'link') return { href: token.href };
  return token.type === 'list' ? { ordered: token.ordered } : {};
}

function within(token: Token): Pick<Piece, 'pieces'> {
  const tokens: readonly Token[] | undefined = token.type === 'list' ? token.items : 'tokens' in token && token.tokens;
  return tokens ? { pieces: tokens.map(pieceOf) } : {};
}
