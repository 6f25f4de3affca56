/** A function of the service, as far as packaging goes. */
export type PackagedFunction = {
  readonly handler: string;
  /** Modules of C or C++ that travel with it: see native.ts. */
  readonly native?: readonly string[];
  readonly package?: { readonly artifact?: string };
  environment?: Readonly<Record<string, unknown>>;
  architecture?: string;
};

/** What of the Serverless Framework (osls 4.3) the packaging of bundles uses. */
export type Packaging = {
  readonly serviceDir: string;
  readonly processedInput: { readonly options: { readonly function?: string } };
  readonly service: {
    readonly service: string;
    readonly custom?: { readonly compiled?: unknown };
    readonly provider: {
      readonly runtime: string;
      readonly logRetentionInDays: number;
      readonly shouldNotDeploy?: boolean;
    };
    getAllFunctions(): readonly string[];
    getFunction(name: string): PackagedFunction;
  };
  readonly configSchemaHandler: { defineFunctionProperties(provider: 'aws', schema: object): void };
  getProvider(name: 'aws'): Deployer;
};

export type Deployer = {
  getStage(): string;
  getServerlessDeploymentBucketName(): Promise<string>;
  getAwsSdkV3Config(): Promise<object>;
};

/** Tells who deploys. */
export type Warn = (message: string) => void;
