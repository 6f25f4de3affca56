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

/** A view as a target, whose one unit is itself. */
export function viewTarget(view: View, databases: Databases): Target {
  const sql = createViewSql(view, databases);
  const digest = tokenOf(sql);
  return {
    name: view.view,
    digest,
    lanes: { view: { limits, statement: () => sql, update: () => ({ cause: 'schema' }), prepared: digest } },
  };
}
