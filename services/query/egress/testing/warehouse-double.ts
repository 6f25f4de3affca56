import { bookOf, type Seen } from '../core/redshift/plan.ts';
import type { Statement } from '../core/redshift/statement.ts';
import type { CopyRun } from '../core/state.ts';
import { type Book, verdict } from '../core/verdict.ts';
import type { Warehouse } from '../loading/redshift/warehouse.ts';
import { applyRun, type killer, type WarehouseStatement, type World } from './world-state.ts';

type Killable = ReturnType<typeof killer>;

/** Redshift as AWS describes it: each statement is one transaction at an unknown later moment, and its end is told, or is not. */
export function createWarehouseDouble(world: World, killable: Killable): Warehouse {
  const found = (id: string) => world.warehouse.find((each) => each.id === id);
  async function start(token: string, begin: (id: string) => WarehouseStatement): Promise<string> {
    const known = world.forgetsTokens ? undefined : world.warehouse.find((each) => each.token === token);
    if (known !== undefined) return known.id;
    const statement = begin(`statement-${world.warehouse.length + 1}`);
    world.warehouse.push(statement);
    world.messages.push({ to: 'egress', at: statement.at, body: changed(statement.id) });
    return statement.id;
  }
  return {
    startLook: killable((_, token) => start(token, (id) => look(world, id, token))),
    startApply: killable(({ run, seen }, token) => start(token, (id) => change(world, { id, token, run, seen }))),
    async statement(id) {
      runDue(world);
      const statement = found(id);
      if (statement?.ended !== undefined && world.forgotten > 0) {
        world.forgotten -= 1;
        return undefined;
      }
      if (statement?.isStopped === true) return { state: 'cancelled', message: 'stopped' };
      return statement?.ended ?? { state: 'running' };
    },
    seen: async (id) => found(id)?.seen,
    cancel: killable(async (id) => {
      const statement = found(id);
      if (statement === undefined || statement.ended !== undefined) return;
      statement.isStopped = true;
      world.messages.push({ to: 'egress', at: world.now + 1_000, body: changed(id) });
    }),
  };
}

/** Runs what it is time for, in the order of its time. */
export function runDue(world: World): void {
  const due = world.warehouse.filter(({ ended, at }) => ended === undefined && at <= world.now);
  for (const statement of due.toSorted((a, b) => a.at - b.at))
    statement.ended =
      statement.isStopped === true && !world.ignoresStops
        ? { state: 'cancelled', message: 'stopped' }
        : statement.run();
}

function look(world: World, id: string, token: string): WarehouseStatement {
  const statement: WarehouseStatement = {
    ...{ id, token, at: world.now + 1_000 },
    run() {
      const { book, rows } = world.target;
      statement.seen = { columns: book === undefined && rows.size === 0 ? [] : ['day', 'requests'], book };
      return { state: 'finished', rows: 0 };
    },
  };
  return statement;
}

type Change = {
  readonly id: string;
  readonly token: string;
  readonly run: Pick<CopyRun, 'id' | 'number' | 'version' | 'scope' | 'base'>;
  readonly seen: Seen;
};

function change(world: World, { id, token, run, seen }: Change): WarehouseStatement {
  return {
    ...{ id, token, at: world.now + world.warehouseMs },
    run() {
      if (!isSame(world.target.book, seen.book)) return { state: 'overtaken', message: 'another run' };
      if (world.badLoads) return failure('String length exceeds DDL length', false);
      if (world.failLoads > 0) {
        world.failLoads -= 1;
        return failure('ERROR: out of memory', true);
      }
      if (verdict(run, bookOf(seen)) !== 'apply') throw new Error('Begun though there is nothing to do');
      applyRun(world, run);
      return { state: 'finished', rows: 1 };
    },
  };
}

function failure(message: string, retryable: boolean): Statement {
  return { state: 'failed', failure: { category: retryable ? 'system' : 'user', message, retryable } };
}

function isSame(a: Book | undefined, b: Book | undefined): boolean {
  return a?.run === b?.run && a?.number === b?.number;
}

function changed(statementId: string) {
  const detail = { statementId, statementName: 'egress.usage.redshift', state: 'FINISHED' };
  return { id: 'e', source: 'aws.redshift-data', 'detail-type': 'Redshift Data Statement Status Change', detail };
}
