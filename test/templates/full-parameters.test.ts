import { serviceNames } from '@tributary/cli/service-names.ts';
import { describe, expect, test } from 'vitest';
import { defaultParameters, fullParameters } from './full-parameters.ts';

describe('all parameters of a service', () => {
  test.each(serviceNames)('%s: each that is empty or off by default is set, and none is unknown', (service) => {
    const defaults = defaultParameters(service);
    const { values } = fullParameters(service);
    const off = Object.entries(defaults).filter(([, value]) => value === '' || value === 'off');
    expect(Object.keys(values)).toEqual(expect.arrayContaining(off.map(([name]) => name)));
    expect(Object.keys(values).filter((name) => !(name in defaults))).toEqual([]);
  });
});
