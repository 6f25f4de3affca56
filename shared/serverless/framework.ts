/** A statement of an IAM policy, as function.yml has it. */
export type Statement = { readonly Effect: string; readonly Action: unknown; readonly Resource: unknown };

export type Resource = {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Condition?: string;
  readonly Metadata?: unknown;
  readonly Properties?: Readonly<Record<string, unknown>>;
};

export type FunctionEvent = {
  readonly sqs?: unknown;
  readonly stream?: unknown;
};

/** `duration`: percent of its timeout that a call may take; 80 where nothing is said. */
export type FunctionAlarms = { readonly means: string; readonly begin?: string; readonly duration?: number };

/** A function of the service; `name` is its name on AWS, `role` the logical id of the role that it runs as. */
export type LambdaFunction = {
  readonly name: string;
  readonly events?: readonly FunctionEvent[];
  /** What a failure means for the data, and what to do first: what its alarms say. */
  readonly alarms?: FunctionAlarms;
  readonly vpc?: unknown;
  readonly iamRoleStatements?: readonly Statement[];
  role?: unknown;
};

/** What of the Serverless Framework (osls 4.3) the plugin uses. */
export type Framework = {
  readonly service: {
    readonly service: string;
    /** What serverless.yml has below `custom`, its variables resolved. */
    readonly custom?: { readonly names?: Readonly<Record<string, string>> };
    readonly provider: {
      readonly vpc?: unknown;
      readonly compiledCloudFormationTemplate: {
        readonly Resources: Record<string, Resource>;
        readonly Conditions?: Readonly<Record<string, unknown>>;
      };
    };
    /** Of all files together. */
    readonly resources?: { Resources?: Readonly<Record<string, Resource>> };
    getAllFunctions(): readonly string[];
    getFunction(name: string): LambdaFunction;
  };
  readonly serviceDir: string;
  readonly processedInput: {
    readonly options: { readonly stage?: string; readonly region?: string; readonly param?: readonly string[] };
    readonly isHelpRequest?: boolean;
  };
  readonly configSchemaHandler: { defineFunctionProperties(provider: 'aws', schema: object): void };
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly pluginManager: { readonly plugins: readonly FrameworkPlugin[] };
  getProvider(name: 'aws'): Provider;
};

/** A plugin of the framework's own that makes change sets has this. */
export type FrameworkPlugin = { getCreateChangeSetParams?: (...args: readonly unknown[]) => object };

/** Region, credentials and transport of a client of AWS's SDK. */
export type ClientConfig = Readonly<Record<string, unknown>>;

export type Log = { notice(text: string): void; warning(text: string): void };

export type Provider = {
  readonly naming: {
    getNormalizedFunctionName(name: string): string;
    getLambdaLogicalId(name: string): string;
    getLogGroupName(functionName: string): string;
    getStackName(): string;
  };
  getStage(): string;
  getRegion(): string;
  getAccountId(): Promise<string>;
  getAwsSdkV3Config(): Promise<ClientConfig>;
};

/** What a part of the plugin does at which moment of the framework's. */
export type Hooks = Readonly<Record<string, () => void | Promise<void>>>;
