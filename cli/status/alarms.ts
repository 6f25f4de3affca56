import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandOutput,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Stage } from '../jobs/place.ts';
import { type AlarmWords, readAlarmWords } from './alarm-words.ts';
import { inStage } from './in-stage.ts';

/** An alarm of the lake that is in ALARM. */
export type RaisedAlarm = AlarmWords & {
  readonly name: string;
  readonly service: string;
  /** Epoch ms; since when. */
  readonly since: number | undefined;
};

export type Alarms = { readonly total: number; readonly raised: readonly RaisedAlarm[] };

const mostPages = 20;

/** The alarms of a stage, the longest raised first. Another stage whose name goes on from this one's is told by the page that its alarms name. */
export async function readAlarms(cloudwatch: Pick<CloudWatchClient, 'send'>, stage: Stage): Promise<Alarms> {
  const own = (await described(cloudwatch, stage.prefix)).flatMap((alarm) => {
    const read = readAlarm(alarm, stage);
    return read === undefined ? [] : [{ isRaised: alarm.StateValue === 'ALARM', read }];
  });
  const raised = own.filter(({ isRaised }) => isRaised).map(({ read }) => read);
  return { total: own.length, raised: raised.toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0)) };
}

async function described(cloudwatch: Pick<CloudWatchClient, 'send'>, prefix: string): Promise<readonly MetricAlarm[]> {
  const alarms: MetricAlarm[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page: DescribeAlarmsCommandOutput = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: `${prefix}-`, MaxRecords: 100, NextToken: token }),
    );
    alarms.push(...(page.MetricAlarms ?? []));
    token = page.NextToken;
    if (token === undefined) break;
  }
  return alarms;
}

function readAlarm(alarm: MetricAlarm, stage: Stage): RaisedAlarm | undefined {
  const { AlarmName: name = '', AlarmDescription: description = '' } = alarm;
  const parts = inStage(name, stage);
  const words = parts && readAlarmWords(parts.short, description);
  if (parts === undefined || words === undefined) return undefined;
  const since = (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime();
  return { ...words, name, service: parts.service, since };
}
