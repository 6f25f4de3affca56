import type { Alarm } from '../aws/alarms.ts';
import type { Lake } from '../lake/names.ts';
import { alarmOf } from './reading.ts';
import type { Values } from './words.ts';

export type Known = {
  readonly lake: Pick<Lake, 'names' | 'stage'>;
  /** From which the page was opened. */
  readonly alarm: Pick<Alarm, 'AlarmName' | 'Dimensions'> | undefined;
  /** A dataset, copy or table, from which it was. */
  readonly of: string | undefined;
  readonly now: number;
};

/** What the words mean where that is known. */
export function valuesOf({ lake, alarm, of, now }: Known): Values {
  const { service, subject } = alarm === undefined ? { service: '', subject: '' } : alarmOf(alarm.AlarmName, lake);
  const dimension = (name: string) => alarm?.Dimensions?.find(({ Name }) => Name === name)?.Value ?? '';
  const isFunction = dimension('FunctionName') !== '';
  const known = {
    STAGE: lake.stage,
    SERVICE: service,
    STACK: service === '' ? '' : `${lake.names.prefix}-${service}-${lake.stage}`,
    FUNCTION: isFunction ? subject : '',
    QUEUE: dimension('QueueName'),
    NAME: of ?? '',
    TABLE: of ?? '',
    START: new Date(now - 3_600_000).toISOString(),
    END: new Date(now).toISOString(),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== ''));
}
