/** What Athena says against a statement, and where: `from` and `to` in the text that stands in the editor. */
export type Placed = { readonly from: number; readonly to: number; readonly message: string };

type Sent = {
  /** The statement as it stands in the editor, and where it begins there. */
  readonly sql: string;
  readonly from: number;
  /** What was sent before it, as `EXPLAIN `. */
  readonly before?: string;
};

/** Reads `COLUMN_NOT_FOUND: line 2:8: Column 'x' cannot be resolved`; undefined where a message has no place. */
export function placed(message: string, { sql, from, before = '' }: Sent): Placed | undefined {
  const [, line, column, said] = /line (\d+):(\d+): ([\s\S]*)$/.exec(message) ?? [];
  if (line === undefined || column === undefined || said === undefined) return undefined;
  const offset = offsetOf(before + sql, Number(line), Number(column)) - before.length;
  const at = Math.max(0, Math.min(offset, sql.length));
  const length = /^(?:[\p{L}_$][\p{L}\p{N}_$]*|"[^"]*"|\d[\w.]*|.)/u.exec(sql.slice(at))?.[0].length ?? 0;
  // Where the statement ends too early, its last character is marked.
  const begin = length === 0 ? Math.max(0, at - 1) : at;
  return { from: from + begin, to: from + Math.max(begin + 1, at + length), message: said };
}

/** Lines are counted from 1, and characters of them, as people count, from 1. */
function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const own = [...(lines[line - 1] ?? '')].slice(0, column - 1).join('');
  return before + own.length;
}
