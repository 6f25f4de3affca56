/** A name or value that must not become part of a statement. */
export class UnsafeSqlError extends Error {
  override readonly name = 'UnsafeSqlError';
}

/** A snake_case name in double quotes; throws UnsafeSqlError for any other text. */
export function identifier(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,254}$/.test(name))
    throw new UnsafeSqlError(`Not a snake_case name: ${JSON.stringify(name)}`);
  return `"${name}"`;
}

/** A snake_case name as it is, where Athena reads neither kind of quotes. */
export function bareIdentifier(name: string): string {
  return identifier(name).slice(1, -1);
}

/** A snake_case name in backquotes, as Athena's Hive DDL wants it. */
export function ddlIdentifier(name: string): string {
  return `\`${identifier(name).slice(1, -1)}\``;
}

/** A varchar literal. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `TIMESTAMP '2026-11-20 13:00:00'`, in UTC. */
export function timestamp(at: Date): string {
  return `TIMESTAMP '${at.toISOString().slice(0, 19).replace('T', ' ')}'`;
}

/** `DATE '2026-11-20'` of a day written that way; throws UnsafeSqlError for any other text. */
export function date(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new UnsafeSqlError(`Not a day: ${JSON.stringify(day)}`);
  return `DATE '${day}'`;
}

export type TimeRange = { readonly from: Date; readonly to: Date };

/**
 * A condition with literal bounds, one range after another, which prunes files and partitions: `false` for no range. Several
 * ranges stand inside one that spans them all, for readers that see through AND but not through OR.
 */
export function within(column: string, ranges: readonly TimeRange[]): string {
  const [first, ...others] = ranges;
  const last = others.at(-1);
  if (!first) return 'false';
  if (!last) return `(${bounded(column, first)})`;
  const each = ranges.map((range) => `(${bounded(column, range)})`).join(' OR ');
  return `(${bounded(column, { from: first.from, to: last.to })} AND (${each}))`;
}

function bounded(column: string, { from, to }: TimeRange): string {
  return `${column} >= ${timestamp(from)} AND ${column} < ${timestamp(to)}`;
}

/** Joins spans that touch, and sorts them: 24 hours of a day become one range. Each start stands for `spanMillis`. */
export function joinRanges(starts: readonly Date[], spanMillis: number): readonly TimeRange[] {
  const sorted = [...new Set(starts.map((start) => start.getTime()))].sort((a, b) => a - b);
  const ranges: { from: Date; to: Date }[] = [];
  for (const start of sorted) {
    const last = ranges.at(-1);
    if (last?.to.getTime() === start) last.to = new Date(start + spanMillis);
    else ranges.push({ from: new Date(start), to: new Date(start + spanMillis) });
  }
  return ranges;
}

/** Fills `{{name}}` with SQL; throws UnsafeSqlError for a name without value. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*([a-zA-Z_]+)\s*\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new UnsafeSqlError(`{{${name}}} has no value; known: ${Object.keys(values).join(', ')}`);
    return value;
  });
}
