import type { Plan } from '../../../sql/plan.ts';
import type { Tables } from '../catalog/tables.ts';
import type { Run } from '../run.ts';
import { runChange } from '../write/change.ts';
import { runCreateTableAs } from '../write/create-table-as.ts';
import { runInsert } from '../write/insert.ts';
import { runOptimize } from '../write/optimize.ts';
import { runUnload } from '../write/unload.ts';
import { runExplain } from './explain.ts';
import type { Outcome } from './outcome.ts';
import { runQuery } from './query.ts';
import { runCreateView, runDropView } from './view.ts';

/** Carries out a bound statement. */
export function runPlan(run: Run, tables: Tables, plan: Plan): Promise<Outcome> {
  switch (plan.kind) {
    case 'query':
      return runQuery(run, tables, plan.query);
    case 'insert':
      return runInsert(run, tables, plan.target, plan.query);
    case 'create table as':
      return runCreateTableAs(run, tables, plan);
    case 'unload':
      return runUnload(run, tables, plan);
    case 'optimize':
      return runOptimize(run, tables, plan);
    case 'change':
      return runChange(run, tables, plan);
    case 'create view':
      return runCreateView(run, tables, plan);
    case 'drop view':
      return runDropView(run, tables, plan);
    case 'explain':
      return runExplain(run, tables, plan);
  }
}
