import { lexer, type Token, type Tokens } from 'marked';
import type { ComponentChildren } from 'preact';
import { Fragment } from 'preact';

/** Where links lead, and how a block of commands is shown. */
export type Showing = {
  /** Undefined of what is not in the console: its words stand alone. */
  readonly hrefOf: (href: string) => string | undefined;
  readonly commands: (text: string) => ComponentChildren;
};

/** Markdown as elements. Nothing of it is taken as HTML: tags are shown as they are written. */
export function Markdown({ text, showing }: { readonly text: string; readonly showing: Showing }) {
  return <>{all(lexer(text), showing)}</>;
}

/** The blocks of commands in a text, in their order. */
export function commandsIn(text: string): readonly string[] {
  return lexer(text).flatMap((token) => (token.type === 'code' ? [String(token.text)] : []));
}

function all(tokens: readonly Token[] | undefined, showing: Showing): ComponentChildren {
  return (tokens ?? []).map((token, at) => <Fragment key={String(at)}>{one(token, showing)}</Fragment>);
}

function one(token: Token, showing: Showing): ComponentChildren {
  const draw = Object.hasOwn(drawings, token.type) ? drawings[token.type] : undefined;
  return draw === undefined ? token.raw : draw(token, showing);
}

type Draw = (token: Token, showing: Showing) => ComponentChildren;

const inner = (token: Token, showing: Showing) => ('tokens' in token ? all(token.tokens, showing) : textOf(token));

/** The lexer leaves entities as they are written; none of the runbook's pages has any. */
function textOf(token: Token): string {
  return 'text' in token && typeof token.text === 'string' ? token.text : token.raw;
}

const drawings: Readonly<Record<string, Draw>> = {
  space: () => null,
  heading: heading,
  paragraph: (token, showing) => <p>{inner(token, showing)}</p>,
  text: inner,
  escape: textOf,
  strong: (token, showing) => <strong>{inner(token, showing)}</strong>,
  em: (token, showing) => <em>{inner(token, showing)}</em>,
  codespan: (token) => <code>{textOf(token)}</code>,
  code: (token, showing) => showing.commands(textOf(token)),
  blockquote: (token, showing) => <blockquote>{inner(token, showing)}</blockquote>,
  br: () => <br />,
  hr: () => <hr />,
  html: (token) => token.raw,
  link: link,
  list: list,
};

function heading(token: Token, showing: Showing): ComponentChildren {
  const depth = 'depth' in token ? token.depth : 2;
  if (depth === 1) return <h1>{inner(token, showing)}</h1>;
  return depth === 2 ? <h2>{inner(token, showing)}</h2> : <h3>{inner(token, showing)}</h3>;
}

function link(token: Token, showing: Showing): ComponentChildren {
  const href = 'href' in token ? showing.hrefOf(String(token.href)) : undefined;
  return href === undefined ? inner(token, showing) : <a href={href}>{inner(token, showing)}</a>;
}

function list(token: Token, showing: Showing): ComponentChildren {
  const items: readonly Tokens.ListItem[] = token.type === 'list' && 'items' in token ? token.items : [];
  const drawn = items.map((item) => <li key={item.raw}>{all(item.tokens, showing)}</li>);
  return 'ordered' in token && token.ordered ? <ol>{drawn}</ol> : <ul>{drawn}</ul>;
}
