import * as z from 'zod';

/** What CloudWatch says of an alarm, as far as it is told on (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html). */
const alarmMessage = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().nullish(),
  NewStateValue: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  OldStateValue: z.string().optional(),
  NewStateReason: z.string().default(''),
  StateChangeTime: z.string(),
  Trigger: z
    .object({ Dimensions: z.array(z.object({ name: z.string(), value: z.string() })).default([]) })
    .default({ Dimensions: [] }),
});

type AlarmMessage = z.infer<typeof alarmMessage>;

const mostOfText = 3500;

/**
 * A message of the topic for a chat: of an alarm what is wrong, since when, where and what to do; of an end only that; a notice as it is. Undefined
 * for an alarm that is OK and never was anything else: each alarm tells that once, when it is made.
 */
export function chatText(message: string): string | undefined {
  const read = alarmMessage.safeParse(parsed(message));
  if (read.success && isNew(read.data)) return undefined;
  const text = read.success ? alarmText(read.data) : message;
  return escaped(text.length <= mostOfText ? text : `${text.slice(0, mostOfText - 3)}...`);
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function isNew({ NewStateValue, OldStateValue }: AlarmMessage): boolean {
  return NewStateValue === 'OK' && OldStateValue === 'INSUFFICIENT_DATA';
}

function alarmText(alarm: AlarmMessage): string {
  const { AlarmName: name, NewStateValue: state, StateChangeTime: at } = alarm;
  if (state === 'OK') return `Recovered: ${name}, at ${timeOf(at)}`;
  const of = alarm.Trigger.Dimensions.map(({ name: dimension, value }) => `${dimension} ${value}`).join(', ');
  return [
    `${state === 'ALARM' ? 'Alarm' : 'Insufficient data'}: ${name}`,
    `Since: ${timeOf(at)}`,
    ...(of === '' ? [] : [`Of: ${of}`]),
    alarm.AlarmDescription ?? alarm.NewStateReason,
  ].join('\n');
}

/** CloudWatch writes `2026-11-20T13:05:11.512+0000`. */
function timeOf(text: string): string {
  const at = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at.getTime()) ? text : `${at.toISOString().slice(0, 19)}Z`;
}

/** So that nothing in it is a link, or calls everybody (https://docs.slack.dev/messaging/formatting-message-text#escaping). */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
