import { tokensOf } from './tokens.ts';

/** A statement of a text: without the semicolon, and the spaces around it. */
export type Part = { readonly from: number; readonly to: number; readonly sql: string };

/** Statements that semicolons part, but for those in texts and comments; what is comments alone is none. */
export function statementsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let begin: number | undefined;
  let end = 0;
  let isMore = false;
  const close = () => {
    if (begin !== undefined && isMore) parts.push({ from: begin, to: end, sql: text.slice(begin, end) });
    begin = undefined;
    isMore = false;
  };
  for (const { kind, from, to, text: word } of tokensOf(text)) {
    if (word === ';') close();
    else {
      begin ??= from;
      end = to;
      isMore ||= kind !== 'comment';
    }
  }
  close();
  return parts;
}

/** The statement in which a place lies, else the one before it, else the first. */
export function statementAt(text: string, at: number): Part | undefined {
  const all = statementsOf(text);
  return all.findLast(({ from }) => from <= at) ?? all[0];
}

/** What is run: what is selected, else the statement at the cursor. */
export function chosen(text: string, selected: { readonly from: number; readonly to: number }): Part | undefined {
  if (selected.from === selected.to) return statementAt(text, selected.from);
  const [first] = statementsOf(text.slice(selected.from, selected.to));
  return first && { ...first, from: first.from + selected.from, to: first.to + selected.from };
}

/** How many `?` wait for a value. */
export function parameterCount(sql: string): number {
  return tokensOf(sql).filter(({ kind, text }) => kind === 'sign' && text === '?').length;
}
