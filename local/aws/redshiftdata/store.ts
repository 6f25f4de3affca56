import { join } from 'node:path';
import type { Caller } from '../../kernel/caller.ts';
import { openJournal } from '../../kernel/journal.ts';
import type { Target } from './target.ts';

export type State = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'ABORTED' | 'FAILED';

/** One SQL statement: the whole of ExecuteStatement's, a part of a batch. Times are epoch milliseconds. */
export type StoredSql = {
  readonly sql: string;
  readonly state: State;
  readonly updated: number;
  readonly durationMillis?: number | undefined;
  readonly error?: string | undefined;
  /** Rows of its result, or rows that it changed; undefined where it does neither. */
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
  readonly hasResult: boolean;
  readonly queryId: number;
};

export type StoredStatement = {
  readonly id: string;
  readonly caller: Caller;
  readonly target: Target;
  readonly database: string;
  readonly dbUser: string;
  readonly secretArn?: string | undefined;
  readonly name?: string | undefined;
  /** Its key among the client tokens. */
  readonly token?: string | undefined;
  readonly withEvent: boolean;
  readonly isBatch: boolean;
  readonly parameters: readonly Parameter[];
  readonly sqls: readonly StoredSql[];
  readonly state: State;
  readonly error?: string | undefined;
  readonly created: number;
  readonly updated: number;
};

export type Parameter = { readonly name: string; readonly value: string };

/** How long statements and their results are kept: https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
export const keptMillis = 24 * 3_600_000;

export type RedshiftStore = ReturnType<typeof openRedshiftStore>;

/** The Data API's state in `folder`. */
export function openRedshiftStore(folder: string) {
  return {
    folder,
    statements: openJournal<StoredStatement>(join(folder, 'statements.jsonl'), { compactAfter: 1000 }),
    /** Client tokens of a caller: what they stand for, and the id they were given. */
    tokens: openJournal<{ readonly id: string; readonly request: string }>(join(folder, 'client-tokens.jsonl'), {
      compactAfter: 1000,
    }),
  };
}

export const isOver = ({ state }: Pick<StoredStatement, 'state'>) =>
  state === 'FINISHED' || state === 'ABORTED' || state === 'FAILED';
