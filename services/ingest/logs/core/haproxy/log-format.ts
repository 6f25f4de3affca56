import { opaque, type Variable, variables } from './variables.ts';

/** A compiled `log-format` string: text that stands there, and variables between. */
export type LogFormat = { readonly tokens: readonly Token[]; readonly format: 'http' | 'tcp' };

export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly variable: Variable;
      readonly quoted: boolean;
      readonly escaped: boolean;
      readonly hex: boolean;
    };

type Flags = { readonly quoted: boolean; readonly escaped: boolean; readonly hex: boolean };

/** `%`, then in any order a name in parentheses, flags in braces; then a sample in brackets or a variable. */
const item = /%(?:\([^)]*\)|\{([^}]*)\})*(?:\[([^\]]*)\]|([A-Za-z]+)|(%))/y;

/** Compiles HAProxy's `log-format` argument; a text says what is wrong with it. `\x` stands for x, as in haproxy.cfg. */
export function compileLogFormat(source: string): LogFormat | string {
  const tokens: Token[] = [];
  let flags: Flags = { quoted: false, escaped: false, hex: false };
  const text = source.replace(/\\(.)/g, '$1').replace(/ {2,}/g, ' ');
  let at = 0;
  for (let percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
    addText(tokens, text.slice(at, percent));
    item.lastIndex = percent;
    const found = item.exec(text);
    if (found === null) return `log-format: no variable at ${JSON.stringify(text.slice(percent, percent + 20))}`;
    at = item.lastIndex;
    const own = withFlags(flags, found[1] ?? '');
    if (found[3] === 'o') flags = own;
    const mistake = addItem(tokens, found, own);
    if (mistake !== undefined) return mistake;
  }
  addText(tokens, text.slice(at));
  return check(tokens);
}

function addItem(tokens: Token[], found: RegExpExecArray, flags: Flags): string | undefined {
  if (found[3] === 'o') return undefined;
  if (found[4] !== undefined) {
    addText(tokens, '%');
    return undefined;
  }
  const token = tokenOf(found, flags);
  if (typeof token === 'string') return token;
  tokens.push(token);
  return undefined;
}

function addText(tokens: Token[], text: string): void {
  const last = tokens.at(-1);
  if (text === '') return;
  if (last?.kind === 'text') tokens[tokens.length - 1] = { kind: 'text', text: last.text + text };
  else if (tokens.length > 0 || text.trim() !== '') tokens.push({ kind: 'text', text });
}

function withFlags(flags: Flags, text: string): Flags {
  const on = (letter: string, before: boolean) =>
    text.includes(`+${letter}`) || (before && !text.includes(`-${letter}`));
  return { quoted: on('Q', flags.quoted), escaped: on('E', flags.escaped), hex: on('X', flags.hex) };
}

function tokenOf(found: RegExpExecArray, flags: Flags): Token | string {
  const [, , sample, name = ''] = found;
  const known = variables.get(sample ?? name);
  if (sample !== undefined) {
    return { kind: 'variable', name: `%[${sample}]`, variable: known ?? opaque(`%[${sample}]`), ...flags };
  }
  if (name === 'hrl' || name === 'hsl') return `log-format: use %${name.slice(0, 2)} instead of %${name}`;
  return known === undefined
    ? `log-format: HAProxy has no variable %${name}`
    : { kind: 'variable', name, variable: known, ...flags };
}

function check(tokens: readonly Token[]): LogFormat | string {
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.kind === 'variable' && next?.kind === 'variable' && !(token.quoted && next.quoted)) {
      return `log-format: %${token.name} and %${next.name} without text between them cannot be told apart`;
    }
  }
  const named = tokens.filter((token) => token.kind === 'variable');
  if (named.length < 2 || tokens.every(({ kind }) => kind === 'variable'))
    return 'log-format: at least two variables are needed';
  return { tokens, format: named.some(({ variable }) => variable.level === 'http') ? 'http' : 'tcp' };
}
