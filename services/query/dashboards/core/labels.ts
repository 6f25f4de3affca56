import type { ColumnType } from '../../src/core/header/columns.ts';
import type { Aggregate, Format, Value } from './measure.ts';

/** `errors_5xx` ▶ `Errors 5xx` */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const wordsOf: Readonly<Record<Aggregate['aggregate'], string>> = {
  sum: '',
  avg: 'average ',
  min: 'least ',
  max: 'greatest ',
  count: 'number of ',
  count_distinct: 'different ',
};

/** What a measure is called that has no label. */
export function valueLabel({ per, ...value }: Value): string {
  const own = aggregateLabel(value);
  return labelOf(per === undefined ? own : `${own} per ${aggregateLabel(per)}`);
}

function aggregateLabel({ aggregate, column }: Aggregate): string {
  return column === '*' ? 'rows' : `${wordsOf[aggregate]}${column.replaceAll('_', ' ')}`;
}

/** How a measure is written that does not say: by its column's unit, where the name ends with one. */
export function formatOf(value: Value, typeOf: (column: string) => ColumnType | undefined): Format {
  if (value.per !== undefined) return 'decimal';
  if (value.aggregate === 'count' || value.aggregate === 'count_distinct') return 'integer';
  if (value.column.endsWith('_ms')) return 'milliseconds';
  if (value.column.endsWith('bytes')) return 'bytes';
  const type = typeOf(value.column);
  return value.aggregate === 'avg' || type === 'double' || type?.startsWith('decimal') === true ? 'decimal' : 'integer';
}
