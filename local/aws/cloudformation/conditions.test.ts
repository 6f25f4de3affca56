import { describe, expect, it } from 'vitest';
import { evaluateConditions } from './conditions.ts';

const scope = { parameters: { Stage: 'prod', Count: '1' }, mappings: {} };

describe('conditions', () => {
  it('combine and refer to one another', () => {
    const holds = evaluateConditions(
      {
        IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        IsOne: { 'Fn::Equals': [{ Ref: 'Count' }, 1] },
        Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsOne' }] },
        Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsOne' }] }] },
      },
      scope,
    );
    expect(['IsProd', 'IsOne', 'Both', 'Neither'].map(holds)).toEqual([true, true, true, false]);
  });

  it('fail on a circle and on what is no condition', () => {
    const holds = evaluateConditions({ A: { Condition: 'B' }, B: { Condition: 'A' }, C: { Ref: 'Stage' } }, scope);
    expect(() => holds('A')).toThrow('[A, B, A]');
    expect(() => holds('C')).toThrow('a condition is');
    expect(() => holds('D')).toThrow('D');
  });
});
