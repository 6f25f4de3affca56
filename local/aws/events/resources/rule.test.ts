import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { startEndpoint, type TestEndpoint } from '../../s3/test-endpoint.ts';
import { createEvents } from '../service.ts';

let endpoint: TestEndpoint;
beforeEach(async () => {
  endpoint = await startEndpoint((cloud) => [createEvents(cloud)]);
});
afterEach(() => endpoint.stop());

const request = { logicalId: 'R', stackName: 's', stackId: 'id', generatedName: 's-R-1ABC', tags: { stage: 'local' } };
const typeOf = (name: string) => {
  const type = endpoint.service('events')?.resources?.find((each) => each.type === name);
  if (!type) throw new Error(name);
  return type;
};
const Arn = 'arn:aws:lambda:eu-west-1:000000000000:function:register';

test('makes a bus with a policy and a rule on it, changes and removes them', async () => {
  const { cloud, context } = endpoint;
  const bus = await typeOf('AWS::Events::EventBus').create({ Name: 'tributary-local' }, request, context);
  expect(bus.attributes).toEqual({
    Arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/tributary-local',
    Name: 'tributary-local',
  });
  const Statement = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: '*' };
  const policy = { EventBusName: 'tributary-local', StatementId: 'all', Statement };
  const allowed = await typeOf('AWS::Events::EventBusPolicy').create(policy, request, context);
  expect(JSON.parse(String(cloud.service('events')?.resourcePolicy?.(bus.attributes.Arn ?? '')))).toMatchObject({
    Statement: [{ Sid: 'all', Effect: 'Allow' }],
  });

  const properties = {
    EventBusName: bus.attributes.Arn,
    EventPattern: { source: ['tributary.catalog'] },
    Targets: [
      { Id: 'a', Arn, RetryPolicy: { MaximumRetryAttempts: '3' } },
      { Id: 'b', Arn },
    ],
  };
  const rule = await typeOf('AWS::Events::Rule').create(properties, request, context);
  expect(rule).toEqual({
    physicalId: 'tributary-local|s-R-1ABC',
    attributes: { Arn: 'arn:aws:events:eu-west-1:000000000000:rule/tributary-local/s-R-1ABC' },
  });
  const named = { Rule: 's-R-1ABC', EventBusName: 'tributary-local' };
  const ids = async () => (await cloud.call(admin, 'events', 'ListTargetsByRule', named)).Targets?.map(({ Id }) => Id);
  expect(await ids()).toEqual(['a', 'b']);
  const changed = { ...properties, Targets: [{ Id: 'b', Arn }] };
  await typeOf('AWS::Events::Rule').update(rule, changed, request, context);
  expect(await ids()).toEqual(['b']);

  await typeOf('AWS::Events::Rule').remove(rule, changed, context);
  await typeOf('AWS::Events::EventBusPolicy').remove(allowed, policy, context);
  await typeOf('AWS::Events::EventBus').remove(bus, { Name: 'tributary-local' }, context);
  await expect(ids()).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('refuses a target that cannot be one here, by name', async () => {
  const target = { Id: 'a', Arn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:x' };
  const properties = { EventPattern: { source: ['x'] }, Targets: [target] };
  await expect(typeOf('AWS::Events::Rule').create(properties, request, endpoint.context)).rejects.toThrow('states');
});
