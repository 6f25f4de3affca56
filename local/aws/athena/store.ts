import { join } from 'node:path';
import type { Caller } from '../../kernel/caller.ts';
import { openJournal } from '../../kernel/journal.ts';
import type { ResultSettings } from './result-settings.ts';
import type { Reuse } from './reuse.ts';

export type StoredWorkGroup = {
  readonly name: string;
  readonly description?: string | undefined;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly createTime: number;
  readonly outputLocation?: string | undefined;
  readonly enforce: boolean;
  readonly publishMetrics: boolean;
  readonly requesterPays: boolean;
  readonly bytesScannedCutoff?: number | undefined;
  readonly engineVersion: string;
  readonly resultSettings?: ResultSettings | undefined;
};

export type CatalogType = 'GLUE' | 'LAMBDA' | 'FEDERATED' | 'HIVE';

export type StoredCatalog = {
  readonly name: string;
  readonly type: CatalogType;
  readonly description?: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
};

export type StoredNamedQuery = {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly database: string;
  readonly queryString: string;
  readonly workGroup: string;
};

export type StoredPreparedStatement = {
  readonly name: string;
  readonly workGroup: string;
  readonly queryStatement: string;
  readonly description?: string | undefined;
  readonly lastModified: number;
};

export type ExecutionState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export type StoredColumn = {
  readonly name: string;
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
};

export type StoredExecution = {
  readonly id: string;
  readonly caller: Caller;
  readonly query: string;
  readonly statementType: 'DDL' | 'DML' | 'UTILITY';
  readonly substatementType: string;
  readonly parameters: readonly string[];
  readonly catalog?: string | undefined;
  readonly database?: string | undefined;
  readonly workGroup: string;
  /** With a trailing slash. */
  readonly outputFolder: string;
  readonly resultSettings?: ResultSettings | undefined;
  readonly reuse?: Reuse | undefined;
  /** The result is an earlier execution's. */
  readonly reused?: boolean | undefined;
  readonly outputLocation?: string | undefined;
  readonly manifestLocation?: string | undefined;
  readonly state: ExecutionState;
  /** How many state-change events were due so far. */
  readonly sequence: number;
  readonly reason?: string | undefined;
  readonly error?: { readonly category: number; readonly type: number; readonly retryable: boolean } | undefined;
  readonly submitted: number;
  readonly started?: number | undefined;
  readonly completed?: number | undefined;
  readonly planningMillis?: number | undefined;
  readonly scannedBytes: number;
  readonly scannedRows: number;
  readonly outputRows?: number | undefined;
  readonly outputBytes?: number | undefined;
  readonly updateCount?: number | undefined;
  readonly columns?: readonly StoredColumn[] | undefined;
};

export type AthenaStore = ReturnType<typeof openAthenaStore>;

/** Athena's state in `folder`; the work group `primary` is always there. */
export function openAthenaStore(folder: string, now: number) {
  const store = {
    folder,
    workGroups: openJournal<StoredWorkGroup>(join(folder, 'work-groups.jsonl')),
    catalogs: openJournal<StoredCatalog>(join(folder, 'data-catalogs.jsonl')),
    namedQueries: openJournal<StoredNamedQuery>(join(folder, 'named-queries.jsonl')),
    preparedStatements: openJournal<StoredPreparedStatement>(join(folder, 'prepared-statements.jsonl')),
    executions: openJournal<StoredExecution>(join(folder, 'query-executions.jsonl')),
    /** Client request tokens: what they stand for, and the id they were given. */
    tokens: openJournal<{ readonly id: string; readonly request: string }>(join(folder, 'client-tokens.jsonl')),
    tags: openJournal<Readonly<Record<string, string>>>(join(folder, 'tags.jsonl')),
  };
  if (!store.workGroups.has('primary'))
    store.workGroups.put('primary', {
      name: 'primary',
      state: 'ENABLED',
      createTime: now,
      enforce: false,
      publishMetrics: false,
      requesterPays: false,
      engineVersion: 'AUTO',
    });
  return store;
}
