import { expect, it } from 'vitest';
import { parameterValue, readParameters } from './parameters.ts';

const definitions = {
  Stage: { Type: 'String', Default: 'dev', AllowedValues: ['dev', 'prod'] },
  Size: { Type: 'Number', MaxValue: 10 },
};

it('takes what is given, what was before when asked, and defaults', () => {
  expect(readParameters(definitions, [{ ParameterKey: 'Size', ParameterValue: '3' }], {})).toEqual({
    Stage: 'dev',
    Size: '3',
  });
  const previous = [{ ParameterKey: 'Size', UsePreviousValue: true }];
  expect(readParameters(definitions, previous, { Size: '7' })).toEqual({ Stage: 'dev', Size: '7' });
});

it.each([
  [[], 'Parameters: [Size] must have values'],
  [[{ ParameterKey: 'Other', ParameterValue: 'x' }], 'Parameters: [Other] do not exist in the template'],
  [[{ ParameterKey: 'Size', ParameterValue: 'x' }], "Parameter 'Size' must be a number"],
  [[{ ParameterKey: 'Size', ParameterValue: '11' }], "Parameter 'Size' must not be greater than MaxValue"],
  [
    [
      { ParameterKey: 'Size', ParameterValue: '1' },
      { ParameterKey: 'Stage', ParameterValue: 'qa' },
    ],
    "Parameter 'Stage' must be one of",
  ],
])('%j: %s', (given, message) => {
  expect(() => readParameters(definitions, given, {})).toThrow(message);
});

it('splits lists', () => {
  expect(parameterValue({ Type: 'CommaDelimitedList' }, 'a, b')).toEqual(['a', 'b']);
  expect(parameterValue({ Type: 'String' }, 'a, b')).toBe('a, b');
});
