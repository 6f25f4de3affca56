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
          name: `dms-${source}-source-late`,
          description: `Changes of ${source} have been waiting in the database for over 15 minutes, or its replication does not run: aws dms describe-replications says why`,
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
          name: `dms-${source}-target-late`,
          description: `Changes of ${source} that DMS has read take over 15 minutes to the raw bucket: dmsMaxCapacity bounds it`,
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
        alarm:
          'A replication of DMS failed; the message says which, aws dms describe-replications why. Start it again, then purge the queue',
        senders: ['DmsFailed'],
      },
    },
  };
}
