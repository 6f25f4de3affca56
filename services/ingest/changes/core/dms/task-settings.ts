/**
 * The settings of a replication: nothing of what it reads may be lost without a word, and nothing of what lies in the raw bucket is touched.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.html
 */
export function taskSettings(lobKilobytes: number) {
  return {
    TargetMetadata: {
      // S3 has no other mode; what is longer stops the replication (DataTruncationErrorPolicy)
      SupportLobs: true,
      FullLobMode: false,
      LimitedSizeLobMode: true,
      LobMaxSize: lobKilobytes,
      BatchApplyEnabled: false,
    },
    FullLoadSettings: {
      TargetTablePrepMode: 'DO_NOTHING',
      StopTaskCachedChangesApplied: false,
      StopTaskCachedChangesNotApplied: false,
    },
    // A DROP or TRUNCATE of the table would delete its folder of the bucket
    ChangeProcessingDdlHandlingPolicy: {
      HandleSourceTableAltered: true,
      HandleSourceTableDropped: false,
      HandleSourceTableTruncated: false,
    },
    Logging: { EnableLogging: true },
    ErrorBehavior: {
      DataErrorPolicy: 'STOP_TASK',
      DataTruncationErrorPolicy: 'STOP_TASK',
      TableErrorPolicy: 'STOP_TASK',
      FailOnNoTablesCaptured: true,
      FailOnTransactionConsistencyBreached: false,
      // A database that is away is asked again, at longer and longer intervals up to half an hour, for ever
      RecoverableErrorCount: -1,
      RecoverableErrorInterval: 5,
      RecoverableErrorThrottling: true,
      RecoverableErrorThrottlingMax: 1800,
      RecoverableErrorStopRetryAfterThrottlingMax: false,
    },
    ControlTablesSettings: {
      StatusTableEnabled: false,
      SuspendedTablesTableEnabled: false,
      HistoryTableEnabled: false,
      FullLoadExceptionTableEnabled: false,
    },
  };
}
