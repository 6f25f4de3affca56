import { expect, test } from 'vitest';
import { conditionHolds } from './condition.ts';

const conditions = {
  Given: { 'Fn::Not': [{ 'Fn::Equals': ['arn:x', ''] }] },
  NotGiven: { 'Fn::Equals': ['arn:x', ''] },
  Both: { 'Fn::And': [{ Condition: 'Given' }, { Condition: 'NotGiven' }] },
  Either: { 'Fn::Or': [{ Condition: 'Given' }, { Condition: 'NotGiven' }] },
  Number: { 'Fn::Equals': [0, '0'] },
  Unknown: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
};

test.each([
  ['Given', true],
  ['NotGiven', false],
  ['Both', false],
  ['Either', true],
  ['Number', true],
  ['Unknown', true],
  ['of no such name', true],
])('the condition %s: %s', (name, expected) => {
  expect(conditionHolds(conditions, name)).toBe(expected);
});
