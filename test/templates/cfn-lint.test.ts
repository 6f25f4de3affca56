import { execFile } from 'node:child_process';
import { serviceNames } from '@tributary/cli/service-names.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { describeWith } from '../harness/servers.ts';
import { defaultParameters, fullParameters } from './full-parameters.ts';
import { packageService } from './package-service.ts';

const found = z.array(
  z.object({ Level: z.string(), Message: z.string(), Rule: z.object({ Id: z.string() }), Location: z.unknown() }),
);

/** Warnings that stand, and why; any other fails. */
const accepted: Readonly<Record<string, string>> = {
  W1001: 'a reference to what a condition makes: parameters are filled in at packaging, and then it is made',
  W3005: "the framework's DependsOn beside a reference",
  W8003: 'conditions of parameters are constant once these are filled in',
};

describeWith([{ name: 'cfn-lint', check: ['cfn-lint', '--version'] }], 'cfn-lint, in each service', () => {
  const cases = serviceNames.flatMap((service) => {
    const full = fullParameters(service);
    const byDefault = { service, parameters: undefined, name: 'its default parameters' };
    // A service without switches has one template
    if (Object.keys(full.values).length === 0) return [byDefault];
    return [byDefault, { service, parameters: full, name: 'all of its parameters' }];
  });

  test.each(cases)('$service finds no error with $name', async ({ service, parameters }) => {
    const { templateFile } = await packageService(service, 'dev', parameters);
    const matches = await lint(templateFile);
    expect(matches.filter(({ Level }) => Level === 'Error')).toEqual([]);
    expect(matches.filter(({ Rule }) => !(Rule.Id in accepted))).toEqual([]);
  });
});

/** cfn-lint ends with an error where it found something; what it found is its output all the same. */
async function lint(templateFile: string) {
  const options = ['--format', 'json', '--regions', 'eu-west-1', '--', templateFile];
  const output = await new Promise<string>((resolve) => {
    execFile('cfn-lint', options, { encoding: 'utf8', maxBuffer: 2 ** 26 }, (_error, stdout, stderr) =>
      resolve(stdout || stderr),
    );
  });
  return found.parse(JSON.parse(output));
}

describe('all parameters of a service', () => {
  test.each(serviceNames)('%s: each that is empty or off by default is set, and none is unknown', (service) => {
    const defaults = defaultParameters(service);
    const { values } = fullParameters(service);
    const off = Object.entries(defaults).filter(([, value]) => value === '' || value === 'off');
    expect(Object.keys(values)).toEqual(expect.arrayContaining(off.map(([name]) => name)));
    expect(Object.keys(values).filter((name) => !(name in defaults))).toEqual([]);
  });
});
