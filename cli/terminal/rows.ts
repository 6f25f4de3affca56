import type { Answer } from '../athena.ts';

/** RFC 4180; NULL is empty and unquoted, an empty text is "". */
export function renderCsv({ columns, rows }: Pick<Answer, 'columns' | 'rows'>): string {
  const field = (value: string | null) =>
    value === null ? '' : value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(field).join(','));
  return `${lines.join('\n')}\n`;
}

/** One JSON object per line; numbers and booleans as JSON's, everything else as Athena's text. */
export function renderJson({ columns, rows }: Pick<Answer, 'columns' | 'rows'>): string {
  return rows
    .map(
      (row) =>
        `${JSON.stringify(Object.fromEntries(columns.map(({ name, type }, at) => [name, jsonValue(row[at] ?? null, type)])))}\n`,
    )
    .join('');
}

function jsonValue(value: string | null, type: string): unknown {
  if (value === null) return null;
  if (type === 'boolean') return value === 'true';
  const isSafe =
    /^(?:tinyint|smallint|integer|int|bigint|real|float|double)$/.test(type) && Number.isFinite(Number(value));
  return isSafe && Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
