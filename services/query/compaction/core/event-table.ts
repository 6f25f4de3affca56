import type { IcebergColumns } from '@tributary/shared/iceberg-table.ts';

/** The columns of `events_<event_type>` of the raw database, those of its folders last: the tables of both kinds are read by the same SQL. */
export const eventColumns: IcebergColumns = {
  event_id: 'string',
  event_type: 'string',
  entity: 'string',
  entity_id: 'string',
  occurred_at: 'string',
  ingested_at: 'string',
  source: 'string',
  payload: 'string',
  year: 'string',
  month: 'string',
  day: 'string',
  hour: 'string',
};

/** A day is what is compacted at once; its hours become a column like any other. */
export const dayColumns = ['year', 'month', 'day'] as const;

const rawName = /^events_([a-z][a-z0-9_]{0,62})$/;

/** `order_placed` of the raw database's table `events_order_placed`; undefined for another table. */
export function eventTypeOf(table: string): string | undefined {
  return rawName.exec(table)?.[1];
}

export function rawTableOf(eventType: string): string {
  return `events_${eventType}`;
}

export function compactTableOf(eventType: string): string {
  return `${eventType}_events`;
}
