import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Stage } from '../jobs/place.ts';
import { readAlarms } from '../status/alarms.ts';
import { count } from '../terminal/count.ts';
import { deployment, type Finding, ok, unless, unsure, wrong } from './finding.ts';

/** Whether alarms are there; which are raised is what `lake status` says. */
export async function alarmFindings(
  cloudwatch: Pick<CloudWatchClient, 'send'>,
  stage: Stage,
  flags: string,
): Promise<readonly Finding[]> {
  const { total, raised } = await readAlarms(cloudwatch, stage);
  if (total === 0) return [wrong('alarms', 'there is none', deployment('query', flags))];
  const names = raised.map(({ name }) => name);
  const which = names.length === 0 ? '' : `: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;
  const words = `${count(total, 'alarm')}, ${raised.length} of them raised${which}`;
  return [raised.length === 0 ? ok('alarms', words) : wrong('alarms', words, `lake status${flags}`)];
}

export type Topic = {
  readonly arn: string;
  /** On this machine nobody need be called at night. */
  readonly isLocal: boolean;
};

/** Whether somebody hears of alarms: the topic is there, and a subscription is confirmed. */
export async function topicFindings(
  sns: Pick<SNSClient, 'send'>,
  { arn: topic, isLocal }: Topic,
  flags: string,
): Promise<readonly Finding[]> {
  const of = 'topic of alarms';
  const ask = () => sns.send(new GetTopicAttributesCommand({ TopicArn: topic }));
  const attributes = (await unless(['NotFoundException', 'NotFound'], ask))?.Attributes;
  if (attributes === undefined)
    return [wrong(of, `there is no ${topic}: alarms tell nobody`, deployment('query', flags))];
  const confirmed = Number(attributes.SubscriptionsConfirmed ?? 0);
  const pending = Number(attributes.SubscriptionsPending ?? 0);
  if (confirmed > 0)
    return [ok(of, `${count(confirmed, 'subscription')} confirmed${pending === 0 ? '' : `, ${pending} not yet`}`)];
  if (pending > 0)
    return [
      wrong(
        of,
        `${count(pending, 'subscription')} not confirmed: alarms tell nobody`,
        "confirm it by the link in AWS's mail",
      ),
    ];
  const subscribe = `${deployment('query', flags).slice(0, -1)} --param alarmEmail=ADDRESS)`;
  if (isLocal) return [unsure(of, 'nobody is subscribed, which is usual on this machine', subscribe)];
  return [wrong(of, 'nobody is subscribed: alarms tell nobody', subscribe)];
}
