import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ServiceName, serviceNames } from '@tributary/cli/service-names.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { packageService, type Template } from './package-service.ts';
import { byType, find, mappingsOf, type Resource, refersTo, strings } from './template.ts';

type Resources = Template['Resources'];

const runbook = fileURLToPath(new URL('../../docs/runbook/', import.meta.url));
/** CloudFormation's limit (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). */
const mostResources = 500;

const alarmsIn = (resources: Resources) => byType(resources, 'AWS::CloudWatch::Alarm');

/** `metric > threshold` of each alarm on a resource. */
function alarmsOn(resources: Resources, id: string): ReadonlyMap<unknown, Resource['properties']> {
  return new Map(
    alarmsIn(resources)
      .filter(({ properties }) => refersTo(properties.Dimensions, id))
      .map(({ properties }) => [properties.MetricName, properties]),
  );
}

/** The page that an alarm's name ends in: the part after `<service>-<stage>-`, up to the first dot. */
function pageOf(service: ServiceName, { properties }: Resource): string {
  return String(properties.AlarmName).replace(`tributary-${service}-dev-`, '').replace(/\..*$/, '');
}

const isDeadLetters = ({ properties }: Resource) => String(properties.QueueName).endsWith('-dead');

const packaged = new Map<ServiceName, Resources>();

beforeAll(async () => {
  const all = await Promise.all(serviceNames.map((service) => packageService(service, 'dev', fullParameters(service))));
  for (const [index, service] of serviceNames.entries()) packaged.set(service, all[index]?.template.Resources ?? {});
}, 600_000);

describe.each(serviceNames)('the packaged service %s, with all that it can have', (service) => {
  let resources: Resources;
  beforeAll(() => {
    resources = packaged.get(service) ?? {};
  });

  test('has dead letters and alarms on age and depth of every queue that a function reads', () => {
    const read = byType(resources, 'AWS::SQS::Queue').filter(({ id }) =>
      mappingsOf(resources).some(({ properties }) => refersTo(properties.EventSourceArn, id)),
    );
    expect(read.length).toBeGreaterThan(0);
    for (const { id, properties } of read) {
      expect(find(resources, 'AWS::SQS::Queue', properties.RedrivePolicy), id).toBeDefined();
      const alarms = alarmsOn(resources, id);
      expect([...alarms.keys()].toSorted(), id).toEqual([
        'ApproximateAgeOfOldestMessage',
        'ApproximateNumberOfMessagesVisible',
      ]);
      const retry = Number(properties.VisibilityTimeout);
      const age = Number(alarms.get('ApproximateAgeOfOldestMessage')?.Threshold);
      expect(age, id).toBeGreaterThan(2 * retry);
      expect(age, id).toBeLessThan(3 * retry);
      expect(Number(alarms.get('ApproximateNumberOfMessagesVisible')?.Threshold), id).toBeGreaterThan(0);
    }
  });

  test('tells of the first of dead letters, and has no other queue that nobody reads', () => {
    const [dead, others] = [true, false].map((is) =>
      byType(resources, 'AWS::SQS::Queue').filter((queue) => isDeadLetters(queue) === is),
    );
    expect(dead?.length).toBeGreaterThan(0);
    for (const { id } of dead ?? [])
      expect(alarmsOn(resources, id).get('ApproximateNumberOfMessagesVisible'), id).toMatchObject({
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        Period: 60,
      });
    for (const { id } of others ?? [])
      expect(
        mappingsOf(resources).some(({ properties }) => refersTo(properties.EventSourceArn, id)),
        id,
      ).toBe(true);
  });

  test('has alarms on errors, throttles and nearly all of its time of every function, and on the age of what it reads of a stream', () => {
    for (const { id, properties } of byType(resources, 'AWS::Lambda::Function')) {
      const alarms = alarmsOn(resources, id);
      expect([...alarms.keys()].toSorted(), id).toEqual(
        ['Duration', 'Errors', ...(readsStream(resources, id) ? ['IteratorAge'] : []), 'Throttles'].toSorted(),
      );
      const timeoutMs = Number(properties.Timeout) * 1000;
      expect(Number(alarms.get('Duration')?.Threshold), id).toBeGreaterThanOrEqual(0.8 * timeoutMs);
      expect(Number(alarms.get('Duration')?.Threshold), id).toBeLessThan(timeoutMs);
      expect(alarms.get('Errors'), id).toMatchObject({ Threshold: 0, Period: 60, EvaluationPeriods: 1 });
      expect([alarms.get('Errors'), alarms.get('Throttles')], id).toMatchObject(Array(2).fill({ Statistic: 'Sum' }));
      expect(alarms.get('Duration'), id).toMatchObject({ Statistic: 'Maximum' });
    }
  });

  test('has each alarm only where that is which it is of: it would stay at its last state', () => {
    for (const alarm of alarmsIn(resources)) {
      const of = Object.keys(resources).find((id) => refersTo(alarm.properties.Dimensions, id));
      if (of !== undefined) expect(resources[alarm.id]?.Condition, alarm.id).toBe(resources[of]?.Condition);
    }
  });

  test('has alarms on late and failed deliveries of every delivery stream, and on failed calls of its function', () => {
    for (const { id, properties } of byType(resources, 'AWS::KinesisFirehose::DeliveryStream')) {
      const alarms = alarmsOn(resources, id);
      expect(alarms.get('DeliveryToS3.DataFreshness'), id).toMatchObject({ Threshold: 900, Statistic: 'Maximum' });
      const failed = { Threshold: 1, ComparisonOperator: 'LessThanThreshold', Statistic: 'Minimum' };
      expect(alarms.get('DeliveryToS3.Success'), id).toMatchObject(failed);
      if (strings(properties).includes('Lambda'))
        expect(alarms.get('ExecuteProcessing.Success'), id).toMatchObject(failed);
    }
  });

  test('has alarms on what every stream refuses', () => {
    for (const { id } of byType(resources, 'AWS::Kinesis::Stream'))
      expect(alarmsOn(resources, id).get('WriteProvisionedThroughputExceeded'), id).toMatchObject({ Threshold: 0 });
  });

  test('ends every call that nobody waits for in dead letters', () => {
    const dead = byType(resources, 'AWS::SQS::Queue').filter(isDeadLetters);
    const ends = [
      ...byType(resources, 'AWS::Events::Rule').flatMap(({ id, properties }) =>
        [properties.Targets].flat().map((target) => ({ id, end: target })),
      ),
      ...byType(resources, 'AWS::SNS::Subscription')
        .filter(({ properties }) => properties.Protocol !== 'email')
        .map(({ id, properties }) => ({ id, end: properties.RedrivePolicy })),
      ...calledByOthers(resources).map(({ id }) => ({
        id,
        end: byType(resources, 'AWS::Lambda::EventInvokeConfig').find(({ properties }) =>
          refersTo(properties.FunctionName, id),
        )?.properties.DestinationConfig,
      })),
    ];
    for (const { id, end } of ends)
      expect(
        dead.filter((queue) => refersTo(end, queue.id)).map((queue) => queue.id),
        id,
      ).toHaveLength(1);
  });

  test('says of every alarm what is wrong, what it means and how to begin, tells of its beginning and its end, and has a page', () => {
    const topic = { 'Fn::Sub': expect.stringMatching(/^arn:\S+:sns:\S+:\S+:tributary-alarms-dev$/) };
    for (const alarm of alarmsIn(resources)) {
      const { id, properties } = alarm;
      expect(properties, id).toMatchObject({
        AlarmActions: [topic],
        OKActions: [topic],
        TreatMissingData: expect.stringMatching(/^(?:notBreaching|breaching)$/),
        AlarmName: expect.stringMatching(`^tributary-${service}-dev-[a-z]+(-[a-z]+)*(\\.[a-z0-9_-]+)?$`),
        AlarmDescription: expect.stringMatching(
          /^Wrong: \S.+\.\nMeans: \S.+\.\nBegin: npx lake [a-z][\w /-]* --stage dev\nPage: docs\/runbook\/[a-z-]+\.md$/,
        ),
      });
      const page = pageOf(service, alarm);
      expect(String(properties.AlarmDescription), id).toMatch(new RegExp(`\\nPage: docs/runbook/${page}\\.md$`));
      expect(existsSync(`${runbook}${page}.md`), `${id}: docs/runbook/${page}.md`).toBe(true);
      expect(properties.ActionsEnabled ?? true, id).toBe(true);
    }
  });

  test('gives no two alarms one name', () => {
    const names = alarmsIn(resources).map(({ properties }) => properties.AlarmName);
    expect(names.length).toBe(new Set(names).size);
  });

  test('has fewer resources than a stack may', () => {
    expect(Object.keys(resources).length).toBeLessThan(mostResources);
  });
});

function readsStream(resources: Resources, id: string): boolean {
  return mappingsOf(resources).some(
    ({ properties }) =>
      refersTo(properties.FunctionName, id) &&
      find(resources, 'AWS::Kinesis::Stream', properties.EventSourceArn) !== undefined,
  );
}

/** Functions that services call without waiting: permission to call them is not Firehose's, which waits. */
function calledByOthers(resources: Resources): readonly Resource[] {
  const callers = byType(resources, 'AWS::Lambda::Permission').filter(({ properties }) =>
    ['events.amazonaws.com', 'logs.amazonaws.com', 'sns.amazonaws.com'].includes(String(properties.Principal)),
  );
  return byType(resources, 'AWS::Lambda::Function').filter(({ id }) =>
    callers.some(({ properties }) => refersTo(properties.FunctionName, id)),
  );
}

const pages = () => readdirSync(runbook).filter((file) => file.endsWith('.md') && file !== 'README.md');

test('every page of the runbook is of an alarm, and the index has it', () => {
  const of = serviceNames.flatMap((service) =>
    alarmsIn(packaged.get(service) ?? {}).map((alarm) => `${pageOf(service, alarm)}.md`),
  );
  expect(pages().toSorted()).toEqual([...new Set(of)].toSorted());
  const index = readFileSync(`${runbook}README.md`, 'utf8');
  expect(pages().filter((page) => !index.includes(`(${page})`))).toEqual([]);
});

test('every page has the same sections, in the same order', () => {
  for (const page of pages()) {
    const text = readFileSync(`${runbook}${page}`, 'utf8');
    expect(
      [...text.matchAll(/^#+ .*$/gm)].map(([heading]) => heading),
      page,
    ).toEqual([
      `# ${page.replace('.md', '')}`,
      '## Symptom',
      '## Meaning for the data',
      '## How to look',
      '## How to mend',
      '## How to know that it is mended',
      '## What it never needs',
    ]);
    expect(text, page).toMatch(/## How to look\n[^#]*```sh\n(?:npx lake|aws) /);
  }
});

test('every stage hears of sources that are silent', () => {
  const silent = serviceNames.flatMap((service) =>
    alarmsIn(packaged.get(service) ?? {}).filter(({ properties }) => properties.MetricName === 'SilentSources'),
  );
  expect(silent.map(({ properties }) => properties.AlarmName)).toEqual(['tributary-query-dev-silence']);
});

describe('the topic', () => {
  let query: Resources;
  beforeAll(() => {
    query = packaged.get('query') ?? {};
  });

  const ofBudgets = {
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    ArnLike: { 'aws:SourceArn': { 'Fn::Sub': expect.stringMatching(/:budgets::\$\{AWS::AccountId\}:\*$/) } },
  };

  test('is encrypted with a key of its own that rotates, which CloudWatch may use for this topic and account alone', () => {
    const [topic] = byType(query, 'AWS::SNS::Topic');
    expect(topic?.properties.TopicName).toBe('tributary-alarms-dev');
    const key = find(query, 'AWS::KMS::Key', topic?.properties.KmsMasterKeyId);
    expect(key?.properties.EnableKeyRotation).toBe(true);
    expect(byType(query, 'AWS::KMS::Alias').map(({ properties }) => properties.AliasName)).toEqual([
      'alias/tributary-alarms-dev',
    ]);
    const [account, ...others] = statementsOf(key?.properties.KeyPolicy);
    expect(strings(account).join()).toMatch(/:iam::\$\{AWS::AccountId\}:root/);
    expect(others).toMatchObject([
      {
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceAccount': { Ref: 'AWS::AccountId' },
            'kms:EncryptionContext:aws:sns:topicArn': { 'Fn::Sub': expect.stringMatching(/:tributary-alarms-dev$/) },
          },
          ArnLike: { 'aws:SourceArn': { 'Fn::Sub': expect.stringMatching(/:alarm:tributary-\*$/) } },
        },
      },
      { Principal: { Service: 'budgets.amazonaws.com' }, Condition: ofBudgets },
    ]);
  });

  test('takes alarms of this account, by TLS alone', () => {
    const [policy] = byType(query, 'AWS::SNS::TopicPolicy');
    expect(statementsOf(policy?.properties.PolicyDocument)).toMatchObject([
      { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
      { Effect: 'Allow', Principal: { Service: 'budgets.amazonaws.com' }, Condition: ofBudgets },
    ]);
  });

  test('mails and chats only where somebody wants it', async () => {
    const protocols = (resources: Resources) =>
      byType(resources, 'AWS::SNS::Subscription').map(({ id, properties }) => [
        properties.Protocol,
        resources[id]?.Condition,
      ]);
    expect(protocols(query)).toEqual([
      ['email', 'TellsByMail'],
      ['lambda', undefined],
    ]);
    expect(protocols((await packageService('query', 'dev')).template.Resources)).toEqual([['email', 'TellsByMail']]);
  });
});

function statementsOf(document: unknown): readonly unknown[] {
  return typeof document === 'object' && document !== null && 'Statement' in document
    ? [document.Statement].flat()
    : [];
}
