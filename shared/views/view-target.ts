import { tokenOf } from '../athena-token.ts';
import type { Target } from '../jobs/target.ts';
import { createViewSql, type Databases, type View } from './view.ts';

const limits = {
  maxUnits: 1,
  maxPartitions: 1,
  maxBytes: Number.POSITIVE_INFINITY,
  maxIdBytes: 100,
  everyMs: 0,
} as const;

/** A view as a target, whose one unit is itself. `unready`: whether it cannot be made yet. */
export function viewTarget(view: View, databases: Databases, unready?: () => Promise<boolean>): Target {
  const sql = createViewSql(view, databases);
  const digest = tokenOf(sql);
  return {
    name: view.view,
    digest,
    reads: view.reads.map(({ database, table }) => `${database}.${table}`),
    lanes: {
      view: {
        limits,
        statement: () => sql,
        update: () => ({ cause: 'schema' }),
        prepared: digest,
        ...(unready === undefined
          ? {}
          : { unready: async (units) => new Set((await unready()) ? units.map(({ id }) => id) : []) }),
      },
    },
  };
}
