import { identifier } from '@tributary/shared/sql.ts';

/** A snake_case name in backquotes. */
export function quoted(name: string): string {
  return `\`${identifier(name).slice(1, -1)}\``;
}

export const bookTable = quoted('_lake_egress');
export const stageTable = quoted('_lake_stage');
