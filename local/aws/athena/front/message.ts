import { SqlError } from '../../../sql/error.ts';
import type { Plan, Relation, Session, TableName } from '../../../sql/plan.ts';

/** What a job is to do: say whether a text is a statement, or plan it. */
export type Task = { readonly kind: 'check'; readonly sql: string } | PlanTask;

export type PlanTask = { readonly kind: 'plan'; readonly sql: string; readonly session: Session };

/** To the thread: a job to begin, or what the catalog has of a name that the job asked for. */
export type Step = { readonly job: number; readonly begin: Task } | { readonly job: number; readonly found: Found };

/** From the thread, exactly one for each step: the catalog is asked, or the job is over. `heapBytes`: what the thread holds by then. */
export type Reply =
  | { readonly job: number; readonly ask: TableName }
  | { readonly job: number; readonly plan: Plan | undefined; readonly heapBytes: number }
  | { readonly job: number; readonly failed: Failed; readonly heapBytes: number };

export type Found = { readonly relation: Relation | undefined } | { readonly failed: Failed };

/** An error on its way between threads. `name`: of a SqlError, whose message begins with the position already. */
export type Failed = { readonly name?: string; readonly message: string };

export function toFailed(error: unknown): Failed {
  if (error instanceof SqlError) return { name: error.name, message: error.message };
  return { message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}

export const fromFailed = ({ name, message }: Failed): Error =>
  name === undefined ? new Error(message) : new SqlError(name, message);
