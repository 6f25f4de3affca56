import type { QueryExecution } from '@aws-sdk/client-athena';
import { describeResultSettings } from './result-settings.ts';
import { describeReuse } from './reuse.ts';
import type { StoredExecution } from './store.ts';

/** An execution as GetQueryExecution answers it. */
export function describeExecution(execution: StoredExecution): QueryExecution {
  return {
    QueryExecutionId: execution.id,
    Query: execution.query,
    StatementType: execution.statementType,
    SubstatementType: execution.substatementType,
    ManagedQueryResultsConfiguration: { Enabled: false },
    ResultConfiguration: {
      OutputLocation: outputLocation(execution),
      ...describeResultSettings(execution.resultSettings ?? {}),
    },
    ResultReuseConfiguration: describeReuse(execution.reuse),
    QueryExecutionContext: {
      ...(execution.database === undefined ? {} : { Database: execution.database }),
      ...(execution.catalog === undefined ? {} : { Catalog: execution.catalog }),
    },
    Status: describeStatus(execution),
    Statistics: describeStatistics(execution),
    WorkGroup: execution.workGroup,
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
    ...(execution.parameters.length > 0 ? { ExecutionParameters: [...execution.parameters] } : {}),
  };
}

/** Where the result lies, or will: Athena says so from the start. */
function outputLocation({ outputLocation: known, outputFolder, id, statementType }: StoredExecution): string {
  return known ?? `${outputFolder}${id}.${statementType === 'DML' ? 'csv' : 'txt'}`;
}

function describeStatus({ state, reason, error, submitted, completed }: StoredExecution): QueryExecution['Status'] {
  return {
    State: state,
    SubmissionDateTime: new Date(submitted),
    ...(completed === undefined ? {} : { CompletionDateTime: new Date(completed) }),
    ...(reason === undefined ? {} : { StateChangeReason: reason }),
    ...(error === undefined
      ? {}
      : {
          AthenaError: {
            ErrorCategory: error.category,
            ErrorType: error.type,
            Retryable: error.retryable,
            ErrorMessage: reason,
          },
        }),
  };
}

function describeStatistics(execution: StoredExecution): NonNullable<QueryExecution['Statistics']> {
  const { scannedBytes, manifestLocation } = execution;
  return {
    DataScannedInBytes: Math.round(scannedBytes),
    ...timeline(execution),
    ServicePreProcessingTimeInMillis: 0,
    ServiceProcessingTimeInMillis: 0,
    ...(manifestLocation === undefined ? {} : { DataManifestLocation: manifestLocation }),
    ResultReuseInformation: { ReusedPreviousResult: execution.reused ?? false },
  };
}

/** Milliseconds spent in the queue, planning and running. */
export function timeline({ submitted, started, completed, planningMillis }: StoredExecution) {
  const end = completed ?? started ?? submitted;
  return {
    QueryQueueTimeInMillis: (started ?? end) - submitted,
    QueryPlanningTimeInMillis: planningMillis ?? 0,
    EngineExecutionTimeInMillis: end - (started ?? end),
    TotalExecutionTimeInMillis: end - submitted,
  };
}
