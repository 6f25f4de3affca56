import type { TypeConstructorContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';

const day = /^\s*(\d{4,})-(\d\d?)-(\d\d?)/;
const dateOnly = new RegExp(`${day.source}\\s*$`);
const moment = new RegExp(`${day.source}(\\s+\\d\\d?(:\\d\\d?(:\\d\\d?(\\.\\d{1,12})?)?)?)?(\\s*[A-Za-z+-].*)?\\s*$`);

/** Why `DATE '…'`, `TIMESTAMP '…'` or `INTERVAL '…'` is none; undefined where it is one, or not looked at. */
export function wrongLiteral(tree: TypeConstructorContext): string | undefined {
  const type = tree.identifier()?.getText().toUpperCase();
  const value = tree.string().getText().slice(1, -1);
  if (type === 'INTERVAL') return "the unit of an INTERVAL stands outside of its quotes: INTERVAL '1' DAY";
  if (type === 'DATE' && !(dateOnly.test(value) && isDay(value)))
    return `'${value}' is no date: write DATE '2026-11-20'`;
  const isMoment = moment.test(value) && isDay(value) && !/\d[Tt]/.test(value);
  return type === 'TIMESTAMP' && !isMoment
    ? `'${value}' is no timestamp: write TIMESTAMP '2026-11-20 13:00:00'`
    : undefined;
}

function isDay(value: string): boolean {
  const [, year = '', month = '', date = ''] = day.exec(value) ?? [];
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  return at.getUTCMonth() === Number(month) - 1 && Number(date) > 0;
}
