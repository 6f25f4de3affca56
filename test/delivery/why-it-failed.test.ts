import { describe, expect, test } from 'vitest';
import { explain } from '../../delivery/why-it-failed.ts';

const stack = 'tributary-query-dev';
const ofStack = (status: string) => ({ id: stack, type: 'AWS::CloudFormation::Stack', status });
const denied = {
  id: 'ViewsQueue',
  type: 'AWS::SQS::Queue',
  status: 'UPDATE_FAILED',
  reason: 'Access to the resource is denied.\n(HandlerErrorCode: AccessDenied, 100%)',
};
const cancelled = { ...denied, id: 'PlanQueue', reason: 'Resource update cancelled' };

describe('a deployment that failed', () => {
  const events = [
    ofStack('UPDATE_IN_PROGRESS'),
    denied,
    cancelled,
    ofStack('UPDATE_ROLLBACK_IN_PROGRESS'),
    { ...cancelled, reason: 'a failure of the rollback itself' },
    ofStack('UPDATE_ROLLBACK_COMPLETE'),
  ];
  const said = explain({ stack, events, untouched: ['ingest', 'enrich'] });

  test('names its stack, the resource and why, and not what was cancelled for it', () => {
    expect(said).toContain('tributary-query-dev was not deployed');
    expect(said).toContain('ViewsQueue (AWS::SQS::Queue): Access to the resource is denied.');
    expect(said).not.toContain('PlanQueue');
  });

  test('says that CloudFormation rolled back, and which services are as before', () => {
    expect(said).toContain('rolled back (UPDATE_ROLLBACK_COMPLETE): the service runs as before');
    expect(said).toContain('Not begun, and as before: ingest, enrich.');
  });

  test('is an annotation of one line', () => {
    expect(said.split('\n')[0]).toBe(
      '::error title=Deployment of tributary-query-dev failed::ViewsQueue: Access to the resource is denied.%0A(HandlerErrorCode: AccessDenied, 100%25)',
    );
  });
});

test.each([
  ['ROLLBACK_COMPLETE', 'nothing of it is left'],
  ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
  ['ROLLBACK_FAILED', 'delete the stack'],
  ['UPDATE_COMPLETE', 'what failed came after it'],
  ['DELETE_FAILED', 'The stack is DELETE_FAILED: look at it'],
])('the state %s is told with what it means', (status, meaning) => {
  expect(explain({ stack, events: [denied, ofStack(status)], untouched: [] })).toContain(meaning);
});

test('a failure of a rollback is told where nothing failed before it', () => {
  const events = [ofStack('UPDATE_ROLLBACK_IN_PROGRESS'), denied, ofStack('UPDATE_ROLLBACK_FAILED')];
  expect(explain({ stack, events, untouched: [] })).toContain('ViewsQueue');
});

test('without an event, CloudFormation changed nothing', () => {
  const said = explain({ stack, events: [], untouched: [] });
  expect(said).toContain('CloudFormation changed nothing');
  expect(said).not.toContain('Not begun');
});
