type Replication = { readonly source: string; readonly id: string };
type Resources = Readonly<Record<string, object>>;

const lateSeconds = 900;

/** Who must know that a replication failed, stands still or is behind. */
export function dmsAlarms(replications: readonly Replication[], name: string): Resources {
  return {
    ...Object.fromEntries(replications.flatMap(({ source, id }) => lateness(source, id))),
    ...failures(replications, name),
  };
}

/** A replication that stands still sends no metric: one that is missing is told as one that is late. */
function lateness(source: string, id: string): readonly (readonly [string, object])[] {
  const common = {
    namespace: 'AWS/DMS',
    of: dimension(id),
    statistic: 'Maximum',
    seconds: 300,
    periods: 3,
    above: lateSeconds,
  };
  return [
    [
      `${id}SourceLate`,
      {
        Type: 'Lake::Alarm',
        Properties: {
          ...common,
          name: `dms-source-late.${source}`,
          wrong: `Changes of ${source} have been waiting in the database for over 15 minutes, or its replication does not run.`,
          means: `Rows of ${source} get older in the lake. The database keeps its log of changes for as long as it is told to: what is cleared before DMS has read it takes a new full load.`,
          begin: 'lake doctor',
          metric: 'CDCLatencySource',
          missing: 'alarm',
        },
      },
    ],
    [
      `${id}TargetLate`,
      {
        Type: 'Lake::Alarm',
        Properties: {
          ...common,
          name: `dms-target-late.${source}`,
          wrong: `Changes of ${source} that DMS has read take over 15 minutes to the raw bucket: dmsMaxCapacity bounds it.`,
          means: `Rows of ${source} get older in the lake; none is lost.`,
          begin: 'lake status',
          metric: 'CDCLatencyTarget',
        },
      },
    ],
  ];
}

/** `<account>:<resource>`, of which the latter is the end of the ARN, whatever the replication is called. */
function dimension(id: string): object {
  const parts = { 'Fn::Split': [':', { 'Fn::GetAtt': [id, 'ReplicationConfigArn'] }] };
  return { ReplicationConfigId: { 'Fn::Join': [':', [{ Ref: 'AWS::AccountId' }, { 'Fn::Select': [6, parts] }]] } };
}

/**
 * Serverless replications tell of their failures by these events; of those of tasks, which DMS sends of them too, none is of a failure.
 * They lie in a queue, whose alarm ends when somebody has read them and purged it.
 */
function failures(replications: readonly Replication[], name: string): Resources {
  return {
    DmsFailed: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: `${name}-dms-failed`,
        EventPattern: {
          source: ['aws.dms'],
          'detail-type': ['DMS Replication State Change'],
          resources: replications.map(({ id }) => ({ 'Fn::GetAtt': [id, 'ReplicationConfigArn'] })),
          detail: { eventType: ['REPLICATION_FAILED'] },
        },
        Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['DmsDeadLetters', 'Arn'] } }],
      },
    },
    Dms: {
      Type: 'Lake::DeadLetters',
      Properties: {
        name: 'dms',
        wrong: 'A replication of DMS failed. The message in the queue says which, aws dms describe-replications why.',
        means: 'Changes of that database do not come any more, and its rows get older in the lake.',
        begin: 'lake doctor',
        senders: ['DmsFailed'],
      },
    },
  };
}
