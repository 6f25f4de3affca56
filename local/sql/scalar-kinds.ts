import type { ScalarKind } from './type.ts';

/** The types without parameters that one word names. */
export const scalarKinds: ReadonlyMap<string, ScalarKind> = new Map<string, ScalarKind>([
  ['unknown', 'unknown'],
  ['boolean', 'boolean'],
  ['tinyint', 'tinyint'],
  ['smallint', 'smallint'],
  ['integer', 'integer'],
  ['bigint', 'bigint'],
  ['real', 'real'],
  ['double', 'double'],
  ['varbinary', 'varbinary'],
  ['json', 'json'],
  ['uuid', 'uuid'],
  ['date', 'date'],
]);
