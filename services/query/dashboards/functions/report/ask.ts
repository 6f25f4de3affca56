import { StatementRefusedError } from '@tributary/shared/athena.ts';
import { tokenOf } from '@tributary/shared/athena-token.ts';
import { chartSql } from '../../core/chart-sql.ts';
import { usualChoices } from '../../core/choices.ts';
import type { Chart, Dashboard } from '../../core/model.ts';
import type { ReportOrder } from '../../core/report/order.ts';
import { type Asked, type Looked, looked, type ReportFailure, type ReportRun, room } from '../../core/report/run.ts';
import type { ReportDeps } from './deps.ts';

/** `token` of an attempt: the same attempt at the same question is the same statement, whoever starts it. */
type Question = { readonly chart: string; readonly sql: string; readonly token: (attempt: number) => string };

/** Looks how the statements of a report's charts are, and starts as many as there is room for; waits for none. */
export type Ask = (
  dashboard: Dashboard,
  order: ReportOrder,
  run: ReportRun,
) => Promise<{ readonly run: ReportRun } | { readonly failure: ReportFailure }>;

export function createAsk(deps: ReportDeps): Ask {
  return async function ask(dashboard, order, run) {
    const questions = questionsOf(dashboard, order, deps.names.database);
    const all = await Promise.all(questions.map((question) => look(deps, question, run)));
    const failed = all.find((each) => 'failure' in each) ?? tooLate(deps, all, run);
    if (failed !== undefined) {
      await stopAll(deps, all);
      return failed;
    }
    const now = deps.now();
    const retries = all.flatMap((each) =>
      'retryInMs' in each && each.retryInMs !== undefined ? [each.retryInMs] : [],
    );
    const waiting = { ...run, notBefore: Math.max(run.notBefore, ...retries.map((ms) => now + ms)) };
    return start(deps, { questions, run: waiting, charts: all.map(askedOf) });
  };
}

/** The days of a chart are those up to the report's, whenever it is asked. */
function questionsOf(dashboard: Dashboard, { report, at }: ReportOrder, database: string): readonly Question[] {
  const choices = usualChoices(dashboard.parameters, new Date(at));
  return chartsOf(dashboard).map((chart) => {
    const sql = chartSql(chart, database, choices);
    return { chart: chart.id, sql, token: (attempt) => tokenOf('report', report, at, chart.id, attempt, sql) };
  });
}

export function chartsOf({ sheets }: Dashboard): readonly Chart[] {
  return sheets.flatMap(({ charts }) => charts);
}

const askedOf = (each: Looked): Asked | undefined => ('asked' in each ? each.asked : undefined);

async function look({ athena, count }: ReportDeps, { chart, token }: Question, { charts }: ReportRun): Promise<Looked> {
  const before = charts[chart];
  // What another declaration of the chart asked is no answer.
  if (before === undefined || before.token !== token(before.attempt)) return { asked: undefined };
  if (before.executionId === undefined || before.isAnswered) return { asked: before };
  const execution = await athena.getQuery(before.executionId);
  if (execution.state === 'SUCCEEDED') count('ScannedBytes', execution.scannedBytes);
  return looked(before, execution, { chart, token });
}

function tooLate({ now, maxMs }: ReportDeps, all: readonly Looked[], { began }: ReportRun) {
  const isOpen = all.some((each) => askedOf(each)?.isAnswered !== true);
  if (!isOpen || now() < began + maxMs) return undefined;
  return { failure: { message: `Athena has not answered its charts within ${maxMs / 1_000} seconds` } };
}

async function stopAll({ athena }: ReportDeps, all: readonly Looked[]): Promise<void> {
  for (const { executionId, isAnswered } of all.flatMap((each) => askedOf(each) ?? []))
    if (executionId !== undefined && !isAnswered) await athena.stopQuery(executionId);
}

type Starting = {
  readonly questions: readonly Question[];
  readonly run: ReportRun;
  readonly charts: readonly (Asked | undefined)[];
};

async function start(deps: ReportDeps, { questions, run, charts }: Starting): ReturnType<Ask> {
  const unasked = questions.filter((_, at) => charts[at]?.executionId === undefined);
  const next = new Set(unasked.slice(0, room(run, charts, deps.now())));
  const known: Record<string, Asked> = {};
  for (const [at, question] of questions.entries()) {
    const before = charts[at];
    const asked = next.has(question) ? await startOne(deps, question, before?.attempt ?? 1) : before;
    if (asked !== undefined && 'message' in asked) {
      await stopAll(
        deps,
        [...charts, ...Object.values(known)].map((each) => ({ asked: each })),
      );
      return { failure: asked };
    }
    if (asked !== undefined) known[question.chart] = asked;
  }
  return { run: { ...run, charts: known } };
}

async function startOne(
  { athena, names }: ReportDeps,
  { chart, sql, token: tokenFor }: Question,
  attempt: number,
): Promise<Asked | ReportFailure> {
  const { database, workGroup } = names;
  const token = tokenFor(attempt);
  try {
    const executionId = await athena.startQuery({ sql, workGroup, database, token });
    return { token, attempt, isAnswered: false, executionId };
  } catch (error) {
    if (!(error instanceof StatementRefusedError)) throw error;
    return { chart, message: error.message };
  }
}
