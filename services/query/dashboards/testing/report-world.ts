import { StatementRefusedError } from '@tributary/shared/athena.ts';
import type { QueryFailure } from '@tributary/shared/athena-failure.ts';
import { compileDashboard } from '../core/compile-dashboard.ts';
import type { Dashboard } from '../core/model.ts';
import { readDashboard } from '../core/read-dashboard.ts';
import { reportRun } from '../core/report/run.ts';
import { tables } from '../core/tables-for-tests.ts';
import { createAdvance } from '../functions/report/advance.ts';
import type { ReportDeps } from '../functions/report/deps.ts';
import { createReport } from '../functions/report/report.ts';
import type { Letter } from '../mailing/compose.ts';
import type { ReportStore } from '../store/report-store.ts';

/** One of Athena's that runs until `end`, or as long as the world says. */
type Statement = {
  readonly id: string;
  readonly sql: string;
  readonly endsAt: number;
  stopped?: true;
  failure?: QueryFailure | undefined;
};

/** Of a dashboard, whose charts are five numbers and a line. */
export function dashboardNamed(name: string, measure = 'sum'): Dashboard {
  const numbers = ['requests', 'seats', 'took_ms', 'price', 'share'].map(
    (column) => `      - {type: kpi, title: Sum of ${column}, dataset: usage, measure: ${measure}(${column})}`,
  );
  const file = `title: Usage\nparameters:\n  period: {type: date_range, label: Days, last_days: 7}\nsheets:\n  - title: S\n    visuals:
      - {type: line, title: Line, dataset: usage, dimension: day, measures: sum(requests), filters: [{column: day, parameter: period}]}
${numbers.join('\n')}\n`;
  const { dashboard, mistakes } = compileDashboard(readDashboard(`${name}.yml`, file), tables);
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return dashboard;
}

export type Killed = 'before' | 'after';

export function createReportWorld({ mails = true }: { readonly mails?: boolean } = {}) {
  const world = {
    now: Date.parse('2026-11-30T06:00:07Z'),
    dashboards: [dashboardNamed('usage')] as readonly Dashboard[],
    /** How long statements take, and what the next ones to end come to. */
    statementMs: 3_000,
    failures: [] as QueryFailure[],
    refuses: 0,
    /** What SES does with the next mails. */
    mailErrors: [] as Error[],
    effects: 0,
    kill: undefined as { readonly at: number; readonly when: Killed } | undefined,
  };
  const statements = new Map<string, Statement>();
  const objects = new Map<string, string>();
  const letters: Letter[] = [];
  const errors: unknown[] = [];
  const counts = new Map<string, number>();
  const messages: { readonly body: unknown; readonly at: number }[] = [];
  const states = new Map<string, { readonly text: string; readonly revision: number }>();
  let mostAtOnce = 0;

  /** Something outside is done, unless the function is killed then. */
  async function effect<T>(act: () => T): Promise<T> {
    world.effects += 1;
    const killed = world.kill?.at === world.effects ? world.kill.when : undefined;
    if (killed === 'before') throw new Error('killed');
    const done = act();
    if (killed === 'after') throw new Error('killed');
    return done;
  }

  const store: ReportStore = {
    async read({ report, at }) {
      const found = states.get(`${report}#${at}`);
      return { state: found && reportRun.parse(JSON.parse(found.text)), revision: found?.revision ?? 0 };
    },
    save: ({ report, at }, { revision }, next) =>
      effect(() => {
        if ((states.get(`${report}#${at}`)?.revision ?? 0) !== revision) return false;
        states.set(`${report}#${at}`, { text: JSON.stringify(next), revision: revision + 1 });
        return true;
      }),
  };

  const isRunning = ({ endsAt, stopped }: Statement) => stopped === undefined && endsAt > world.now;

  const athena: ReportDeps['athena'] = {
    startQuery: ({ sql, token }) =>
      effect(() => {
        if (world.refuses > 0) {
          world.refuses -= 1;
          throw new StatementRefusedError('SYNTAX_ERROR: no such column');
        }
        const known = statements.get(token) ?? { id: token, sql, endsAt: world.now + world.statementMs };
        statements.set(token, known);
        mostAtOnce = Math.max(mostAtOnce, [...statements.values()].filter(isRunning).length);
        return token;
      }),
    async getQuery(id) {
      const found = statements.get(id);
      if (found === undefined) throw new Error(`no statement ${id}`);
      const common = { id, scannedBytes: 10 };
      if (found.stopped) return { ...common, state: 'CANCELLED', failure: cancelled };
      if (found.endsAt > world.now) return { ...common, state: 'RUNNING' };
      found.failure ??= world.failures.shift();
      return found.failure === undefined
        ? { ...common, state: 'SUCCEEDED' }
        : { ...common, state: 'FAILED', failure: found.failure };
    },
    stopQuery: (id) =>
      effect(() => {
        const found = statements.get(id);
        if (found !== undefined && isRunning(found)) found.stopped = true;
      }),
    async getRows(id) {
      const isLine = statements.get(id)?.sql.includes('GROUP BY') === true;
      return {
        columns: [],
        rows: isLine
          ? [
              ['2026-11-29', '5'],
              ['2026-11-30', undefined],
            ]
          : [['7']],
      };
    },
  };

  const deps: ReportDeps = {
    ...{ store, athena, maxMs: 1_500_000, now: () => world.now },
    names: { database: 'lake', workGroup: 'reports', bucket: 'bucket' },
    draw: async ({ id }, rows) => `<svg>${id} of ${rows.length}</svg>`,
    put: (key, html) => effect(() => void objects.set(key, html)),
    mail: mails
      ? (letter) =>
          effect(() => {
            const error = world.mailErrors.shift();
            if (error?.name === 'MailRefusedError') throw error;
            letters.push(letter);
            if (error !== undefined) throw error;
          })
      : undefined,
    wake: (body, seconds) => effect(() => void messages.push({ body, at: world.now + seconds * 1_000 })),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (message, ...more) => void errors.push([message, ...more]),
    },
    count: (name, value) => void counts.set(name, (counts.get(name) ?? 0) + value),
  };

  const scheduled = (time = '2026-11-30T06:00:00Z') => ({
    ...{ id: crypto.randomUUID(), source: 'aws.events', 'detail-type': 'Scheduled Event', time, detail: {} },
  });

  /** A call of the function: what fails comes again a minute later, eight times at most. */
  async function take(body: unknown, tries = 1): Promise<void> {
    const report = createReport({ ...deps, dashboards: world.dashboards, advance: createAdvance(deps) });
    try {
      await report({ body });
    } catch (error) {
      errors.push(error);
      if (tries < 8) messages.push({ body: { body, tries: tries + 1 }, at: world.now + 60_000 });
    }
  }

  /** Time goes on, and messages come when they are due. */
  async function pass(seconds: number): Promise<void> {
    const until = world.now + seconds * 1_000;
    for (;;) {
      const next = messages.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= until);
      if (next === undefined) break;
      messages.splice(messages.indexOf(next), 1);
      world.now = Math.max(world.now, next.at);
      const again = isAgain(next.body) ? next.body : { body: next.body, tries: 1 };
      await take(again.body, again.tries);
    }
    world.now = until;
  }

  const phase = (at = '2026-11-30T06:00:00Z', report = 'usage') => {
    const found = states.get(`${report}#${at}`);
    return found && reportRun.parse(JSON.parse(found.text)).phase;
  };
  return {
    ...{ world, statements, objects, letters, errors, counts, messages, take, pass, phase, scheduled, deps },
    mostAtOnce: () => mostAtOnce,
  };
}

const cancelled: QueryFailure = { category: 'cancelled', message: 'stopped', retryable: false };

type Again = { readonly body: unknown; readonly tries: number };

function isAgain(body: unknown): body is Again {
  return typeof body === 'object' && body !== null && 'tries' in body;
}
