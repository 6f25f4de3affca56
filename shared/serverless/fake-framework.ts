import type { Framework, LambdaFunction, Resource } from './framework.ts';

export type FakeOptions = {
  readonly functions?: Readonly<Record<string, Partial<LambdaFunction>>>;
  readonly resources?: Readonly<Record<string, Resource>>;
  readonly conditions?: Readonly<Record<string, unknown>>;
  readonly options?: Framework['processedInput']['options'];
  readonly serviceDir?: string;
  readonly plugins?: Framework['pluginManager']['plugins'];
};

const stage = 'dev';

/** The framework as far as the plugin sees it, for tests. */
export function fakeFramework(given: FakeOptions): Framework {
  const { functions = {}, resources = {}, conditions = {}, options = {}, serviceDir = '', plugins = [] } = given;
  const named = Object.fromEntries(
    Object.entries(functions).map(([name, lambda]): [string, LambdaFunction] => [
      name,
      { name: `lake-${stage}-${name}`, ...lambda },
    ]),
  );
  const Resources: Record<string, Resource> = { ...resources };
  return {
    service: {
      service: 'lake',
      custom: { names: { alarmsTopic: 'lake-alarms-dev' } },
      provider: { compiledCloudFormationTemplate: { Resources, Conditions: conditions } },
      getAllFunctions: () => Object.keys(named),
      getFunction(name) {
        const lambda = named[name];
        if (lambda === undefined) throw new Error(`no function ${name}`);
        return lambda;
      },
    },
    serviceDir,
    processedInput: { options },
    configSchemaHandler: { defineFunctionProperties: () => undefined },
    classes: { Error },
    pluginManager: { plugins },
    getProvider: () => ({
      naming: {
        getNormalizedFunctionName: (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        getLambdaLogicalId: (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`,
        getLogGroupName: (name) => `/aws/lambda/${name}`,
        getStackName: () => `lake-${stage}`,
      },
      getStage: () => stage,
      getRegion: () => 'eu-west-1',
      getAccountId: async () => '123456789012',
      getAwsSdkV3Config: async () => ({}),
    }),
  };
}
