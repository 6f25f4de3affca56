import type { ComponentChildren } from 'preact';
import { Fragment } from 'preact';
import * as z from 'zod/mini';

/** A piece of Markdown, as marked calls it, with those within it. */
export type Piece = {
  readonly type: string;
  readonly text: string;
  readonly depth?: number | undefined;
  readonly href?: string | undefined;
  readonly ordered?: boolean | undefined;
  readonly pieces?: readonly Piece[] | undefined;
};

export const pieceSchema: z.ZodMiniType<Piece> = z.object({
  type: z.string(),
  text: z.string(),
  depth: z.optional(z.number()),
  href: z.optional(z.string()),
  ordered: z.optional(z.boolean()),
  pieces: z.optional(z.array(z.lazy(() => pieceSchema))),
});

/** Where links lead, and how a block of commands is shown. */
export type Showing = {
  /** Undefined of what is not in the console: its words stand alone. */
  readonly hrefOf: (href: string) => string | undefined;
  readonly commands: (text: string) => ComponentChildren;
};

/** Markdown as elements. Nothing of it is taken as HTML: tags are shown as they are written. */
export function Markdown({ pieces, showing }: { readonly pieces: readonly Piece[]; readonly showing: Showing }) {
  return <>{all(pieces, showing)}</>;
}

/** The blocks of commands in a text, in their order. */
export function commandsIn(pieces: readonly Piece[]): readonly string[] {
  return pieces.flatMap(({ type, text }) => (type === 'code' ? [text] : []));
}

function all(pieces: readonly Piece[], showing: Showing): ComponentChildren {
  return pieces.map((piece, at) => <Fragment key={String(at)}>{one(piece, showing)}</Fragment>);
}

function one(piece: Piece, showing: Showing): ComponentChildren {
  const draw = Object.hasOwn(drawings, piece.type) ? drawings[piece.type] : undefined;
  return draw === undefined ? piece.text : draw(piece, showing);
}

type Draw = (piece: Piece, showing: Showing) => ComponentChildren;

function inner({ text, pieces }: Piece, showing: Showing): ComponentChildren {
  return pieces === undefined ? text : all(pieces, showing);
}

const drawings: Readonly<Record<string, Draw>> = {
  space: () => null,
  heading: heading,
  paragraph: (piece, showing) => <p>{inner(piece, showing)}</p>,
  text: inner,
  strong: (piece, showing) => <strong>{inner(piece, showing)}</strong>,
  em: (piece, showing) => <em>{inner(piece, showing)}</em>,
  codespan: ({ text }) => <code>{text}</code>,
  code: ({ text }, showing) => showing.commands(text),
  blockquote: (piece, showing) => <blockquote>{inner(piece, showing)}</blockquote>,
  br: () => <br />,
  hr: () => <hr />,
  link: link,
  list: ({ ordered, pieces = [] }, showing) =>
    ordered === true ? <ol>{items(pieces, showing)}</ol> : <ul>{items(pieces, showing)}</ul>,
};

function heading(piece: Piece, showing: Showing): ComponentChildren {
  if (piece.depth === 1) return <h1>{inner(piece, showing)}</h1>;
  return piece.depth === 2 ? <h2>{inner(piece, showing)}</h2> : <h3>{inner(piece, showing)}</h3>;
}

function link(piece: Piece, showing: Showing): ComponentChildren {
  const href = piece.href === undefined ? undefined : showing.hrefOf(piece.href);
  return href === undefined ? inner(piece, showing) : <a href={href}>{inner(piece, showing)}</a>;
}

function items(pieces: readonly Piece[], showing: Showing): ComponentChildren {
  return pieces.map((item, at) => <li key={String(at)}>{inner(item, showing)}</li>);
}
