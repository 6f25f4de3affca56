import type { CopyFailure } from '../state.ts';
import { changedMeanwhile, sentenceOf } from './guard.ts';

/** How far a statement of the Data API's is. */
export type Statement =
  | { readonly state: 'running' }
  | { readonly state: 'finished'; readonly rows: number }
  /** By whomever. */
  | { readonly state: 'cancelled'; readonly message: string }
  /** Nothing of it is there; the same may succeed once the destination has been looked at again. */
  | { readonly state: 'overtaken'; readonly message: string }
  | { readonly state: 'failed'; readonly failure: CopyFailure };

type Part = {
  readonly Status?: string | undefined;
  readonly Error?: string | undefined;
  readonly QueryString?: string | undefined;
  readonly ResultRows?: number | undefined;
};

/** What DescribeStatement gives, as far as it is read here. */
export type Described = Omit<Part, 'QueryString' | 'ResultRows'> & {
  readonly SubStatements?: readonly Part[] | undefined;
};

/** Reads the description of a batch; what has an unknown state has not ended. */
export function readStatement({ Status, Error: said, SubStatements = [] }: Described): Statement {
  if (Status === 'FINISHED') return { state: 'finished', rows: rowsOf(SubStatements) };
  if (Status === 'ABORTED') return { state: 'cancelled', message: said ?? 'The statement was cancelled' };
  if (Status !== 'FAILED') return { state: 'running' };
  const failed = SubStatements.find((part) => part.Status === 'FAILED');
  return readFailure(sentenceOf(failed?.QueryString ?? ''), failed?.Error ?? said ?? 'The statement failed');
}

function rowsOf(parts: readonly Part[]): number {
  const copy = parts.find(({ QueryString = '' }) => QueryString.startsWith('COPY '));
  return Math.max(0, copy?.ResultRows ?? 0);
}

// Two transactions cannot both be: https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html. What another run has made is there now.
const conflicts =
  /(error|code): ?10(18|23)\b|serializable isolation|could not serialize|concurrent (transaction|update)|deadlock|already exists/i;

// The same may succeed later: a cluster that restarts, resizes or has too much to do, and S3's own troubles.
const passing =
  /out of memory|disk full|connection (\w+ )?(reset|refused|closed|lost|terminated)|could not connect|shut(ting)? ?down|restart|resiz|time(d)? ?out|cancell?ed on user|wlm|internal error|slow ?down|service ?unavailable|status 50\d/i;

function readFailure(sentence: string | undefined, said: string): Statement {
  if (sentence === changedMeanwhile || (sentence === undefined && conflicts.test(said)))
    return { state: 'overtaken', message: sentence ?? said };
  const message = sentence ?? said;
  const isPassing = sentence === undefined && passing.test(said);
  const category = isPassing ? 'system' : 'user';
  return { state: 'failed', failure: { category, message, retryable: isPassing } };
}
