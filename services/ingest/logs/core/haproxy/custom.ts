import type { CapturesOf } from './captures.ts';
import type { DateReader } from './dates.ts';
import { finish } from './json.ts';
import type { LogFormat, Token } from './log-format.ts';
import type { LineOutcome } from './outcome.ts';
import { readRequestLine } from './request-line.ts';
import { emptyRequest } from './row.ts';
import type { HaproxySettings } from './settings.ts';
import type { Filling } from './variables.ts';

export type CustomReader = {
  /** The row of a line that fits a configured format from end to end; undefined when none fits. */
  whole(line: string, start: number): LineOutcome | undefined;
  /** The row of a line that fits the beginning of a format, with at least its first two variables. */
  cut(line: string, start: number): LineOutcome | undefined;
};

type Configured = HaproxySettings['logFormats'][number];

/** A reader of the configured `log-format` strings; undefined when there are none. */
export function createCustomReader(
  { logFormats }: HaproxySettings,
  capturesOf: CapturesOf,
  dates: DateReader,
): CustomReader | undefined {
  if (logFormats.length === 0) return undefined;
  const own = new Set(logFormats.map(({ frontend }) => frontend));
  const first = (line: string, start: number, cut: boolean): LineOutcome | undefined => {
    const fitting = logFormats.flatMap((configured) => {
      const matched = match(configured.format, line, start, dates);
      return matched !== undefined && fits(matched, cut) && isFor(configured, matched.filling, own) ? [matched] : [];
    });
    return fitting[0] === undefined ? undefined : finish(fitting[0].filling, capturesOf, cut);
  };
  return { whole: (line, start) => first(line, start, false), cut: (line, start) => first(line, start, true) };
}

function fits(matched: Match, cut: boolean): boolean {
  return matched.cut === cut && (!cut || matched.filled >= 2);
}

/** A line that names its frontend is read by that frontend's format, or by the common one if it has none. */
function isFor({ frontend }: Configured, { row }: Filling, own: ReadonlySet<string | null>): boolean {
  const named = row.frontend_name;
  if (named === null) return true;
  return frontend === null ? !own.has(named) : frontend === named;
}

type Match = { readonly filling: Filling; cut: boolean; filled: number; at: number; afterEmpty: boolean };

/** Leftmost reading: each value ends where the text after it first occurs. Time is linear in the line for each variable. */
function match({ tokens, format }: LogFormat, line: string, start: number, dates: DateReader): Match | undefined {
  const filling: Filling = { row: emptyRequest(format), dates, blocks: {}, millisecond: 0 };
  const state: Match = { filling, cut: false, filled: 0, at: start, afterEmpty: false };
  for (const [index, token] of tokens.entries()) {
    const goesOn =
      token.kind === 'text' ? passText(state, line, token.text) : readVariable(state, line, token, tokens[index + 1]);
    if (!goesOn) return undefined;
    if (state.cut) return state;
  }
  return line.slice(state.at).trim() === '' ? state : undefined;
}

/** HAProxy writes no second space after a variable that is empty. */
function passText(state: Match, line: string, whole: string): boolean {
  const text = state.afterEmpty ? whole.trimStart() : whole;
  const rest = line.slice(state.at, state.at + text.length);
  if (rest !== text && rest !== text.trimEnd()) {
    state.cut = state.at + text.length > line.length && text.startsWith(rest);
    return state.cut;
  }
  state.at += rest.length;
  return true;
}

type VariableToken = Extract<Token, { kind: 'variable' }>;

function readVariable(state: Match, line: string, token: VariableToken, next: Token | undefined): boolean {
  state.afterEmpty = isBlock(token) && !/^"?\{/.test(line.slice(state.at, state.at + 2));
  if (state.afterEmpty) return true;
  const quoted = token.quoted && line.charCodeAt(state.at) === 34;
  const from = quoted ? state.at + 1 : state.at;
  const end = quoted ? closingQuote(line, from, token.escaped) : endOf(line, from, token, next);
  if (end < 0) return readCut(state, line, from, token);
  state.at = quoted ? end + 1 : end;
  state.filled += 1;
  const text = line.slice(from, end);
  const value = token.escaped ? text.replace(/\\(.)/g, '$1') : text;
  return token.variable.fill(state.filling, token.hex ? fromHex(token.name, value) : value);
}

function isBlock({ name }: VariableToken): boolean {
  return name === 'hr' || name === 'hs';
}

/** The line ended inside this value: only a request's beginning is of use. */
function readCut(state: Match, line: string, from: number, { name }: VariableToken): boolean {
  state.cut = true;
  state.at = line.length;
  if (name === 'r') readRequestLine(state.filling.row, { text: line, escaped: true }, { from, to: line.length }, true);
  return true;
}

function closingQuote(line: string, from: number, escaped: boolean): number {
  let at = line.indexOf('"', from);
  while (escaped && at > 0 && isEscaped(line, at)) at = line.indexOf('"', at + 1);
  return at;
}

function isEscaped(line: string, at: number): boolean {
  let slashes = 0;
  while (line.charCodeAt(at - 1 - slashes) === 92) slashes += 1;
  return slashes % 2 === 1;
}

function endOf(line: string, from: number, token: VariableToken, next: Token | undefined): number {
  if (next?.kind !== 'text') return line.length;
  const close = isBlock(token) ? line.indexOf(`}${next.text}`, from) : -1;
  if (close >= 0) return close + 1;
  if (token.name === 'CC' || token.name === 'CS') return endOfCookie(line, from, next.text);
  const version = token.name === 'r' ? line.indexOf(' HTTP/', from) : -1;
  return endBefore(line, next.text, version < 0 ? from + token.variable.least : version + 6);
}

/** A captured `Set-Cookie` goes on after `; `. */
function endOfCookie(line: string, from: number, text: string): number {
  let end = endBefore(line, text, from);
  while (end > from && line.charCodeAt(end - 1) === 59) end = endBefore(line, text, end + 1);
  return end;
}

/** The text after the last value may have lost its spaces at the end of the line. */
function endBefore(line: string, text: string, from: number): number {
  const end = line.indexOf(text, from);
  return end < 0 && line.endsWith(text.trimEnd()) && text.trim() !== '' ? line.lastIndexOf(text.trimEnd()) : end;
}

/** `%{+X}`: addresses and numbers in hexadecimal. */
function fromHex(name: string, value: string): string {
  if (!/^[\dA-Fa-f]+$/.test(value)) return value;
  if (name === 'ci' && value.length === 8)
    return (value.match(/../g) ?? []).map((each) => Number.parseInt(each, 16)).join('.');
  if (name === 'ci') return (value.match(/.{4}/g) ?? []).join(':');
  return String(Number.parseInt(value, 16));
}
