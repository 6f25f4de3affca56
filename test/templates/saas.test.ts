import { expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { packageService } from './package-service.ts';
import { byType, strings } from './template.ts';

test('without flows the packaged service ingest has nothing of AppFlow, and lets it do nothing', async () => {
  const { Resources } = (await packageService('ingest', 'dev')).template;
  expect(byType(Resources, 'AWS::AppFlow::Flow')).toEqual([]);
  expect(strings(Resources).filter((text) => text.includes('appflow'))).toEqual([]);
  // The one statement, and what CloudFormation leaves out
  expect(JSON.stringify(Resources.RawBucketPolicy?.Properties)).toMatch(/"Sid":"TlsOnly".*,\{"Ref":"AWS::NoValue"\}\]/);
});

test('with flows it has each of them, and AppFlow may write to raw/saas/ alone', async () => {
  const { Resources } = (await packageService('ingest', 'dev', fullParameters('ingest'))).template;
  expect(byType(Resources, 'AWS::AppFlow::Flow').map(({ properties }) => properties.FlowName)).toEqual([
    'tributary-ingest-dev-crm-accounts',
    'tributary-ingest-dev-crm-contacts',
  ]);
  expect(JSON.stringify(Resources.RawBucketPolicy?.Properties)).toMatch(/"Sid":"AppFlow".*\/raw\/saas\/\*"/);
});
