import { beforeAll, describe, expect, test } from 'vitest';
import { type Packaged, packageService } from './package-service.ts';
import { byType, policyStatements, strings } from './template.ts';

describe('the way of events in the packaged ingest', () => {
  let resources: Packaged['template']['Resources'];
  beforeAll(async () => {
    resources = (await packageService('ingest', 'dev')).template.Resources;
  }, 120_000);

  const allowed = (role: string) =>
    policyStatements(resources)
      .filter(({ where, statement }) => where.startsWith(role) && !strings(statement.Action).join().includes('logs:'))
      .map(({ statement }) => [
        [statement.Action].flat().join(),
        [statement.Resource].flat().map((each) => strings(each).join()),
      ]);

  test('lets the bridge write one stream, read one secret, and put what is parked and rejected; nothing else', () => {
    expect(allowed('Bridge')).toEqual([
      ['kinesis:PutRecords', ['EventStream,Arn']],
      ['secretsmanager:GetSecretValue', ['BrokerSecret']],
      [
        's3:PutObject',
        [
          expect.stringMatching(/RawBucket\.Arn\}\/parked\/events\/\*$/),
          expect.stringMatching(/^arn:.*-lake-dev-.*\/rejected\/dev\/bridge\/\*$/),
        ],
      ],
    ]);
  });

  test('has no event source and no schedule unless a broker is named', () => {
    const conditional = JSON.stringify(resources);
    expect(resources.BridgeSource).toMatchObject({ Condition: 'HasBroker' });
    expect(resources.DrainSchedule).toMatchObject({ Condition: 'Drains' });
    expect(conditional).not.toContain('broker:local');
  });

  test('tells of each drain that failed, and does not try it again', () => {
    const [config] = byType(resources, 'AWS::Lambda::EventInvokeConfig').filter(({ id }) => id.startsWith('Drain'));
    expect(config?.properties).toMatchObject({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['DrainDeadLetters', 'Arn'] } } },
    });
  });

  test('keeps the secret with the salt when the stack goes, and writes none into the template', () => {
    expect(resources.BrokerSecret).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { GenerateSecretString: { GenerateStringKey: 'salt' } },
    });
    expect(JSON.stringify(resources.BrokerSecret)).not.toContain('"SecretString"');
  });
});
