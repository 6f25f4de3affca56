import type { Grant } from '../aws/iam.ts';

/** What is deployed of the lake, as AWS's interfaces tell it. */
export type Deployed = {
  readonly functions: readonly DeployedFunction[];
  /** What Lambda itself reads for its functions. */
  readonly sources: readonly DeployedSource[];
  readonly rules: readonly DeployedRule[];
  /** Log groups whose events are sent on, with the ARNs of where to. */
  readonly subscriptions: readonly { readonly group: string; readonly destinations: readonly string[] }[];
  readonly deliveries: readonly DeployedDelivery[];
  readonly streams: readonly { readonly name: string; readonly arn: string }[];
  readonly queues: readonly DeployedQueue[];
  /** What may be done, by a role's name. */
  readonly grants: Readonly<Record<string, readonly Grant[]>>;
  readonly tables: readonly DeployedTable[];
  readonly graph: readonly GraphTable[];
};

export type DeployedFunction = {
  readonly name: string;
  readonly arn: string;
  readonly role: string;
  readonly logGroup: string;
  /** The ARN of where Lambda puts calls that it gave up. */
  readonly onFailure?: string;
};

type DeployedSource = {
  readonly functionArn: string;
  readonly arn: string;
  /** Of a broker. */
  readonly queues: readonly string[];
  readonly onFailure?: string;
};

export type DeployedRule = {
  readonly name: string;
  readonly bus: string;
  readonly isEnabled: boolean;
  readonly schedule?: string;
  /** JSON, as it was put. */
  readonly pattern?: string;
  readonly targets: readonly string[];
};

export type DeployedDelivery = {
  readonly name: string;
  readonly arn: string;
  readonly stream?: string;
  /** Functions that its records pass. */
  readonly processors: readonly string[];
  readonly bucket: string;
  readonly prefix: string;
};

export type DeployedQueue = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** The ARN of the queue that takes its dead letters. */
  readonly deadLetters?: string;
};

export type DeployedTable = {
  readonly database: string;
  readonly name: string;
  readonly kind: 'files' | 'iceberg' | 'view';
  /** Without `s3://`; a view has none. */
  readonly location?: string;
};

/** As `lake graph --json` tells it. */
export type GraphTable = {
  /** `integration_usage`; of the raw database `raw.clicks`. */
  readonly name: string;
  readonly service: string | null;
  readonly kind: string;
  readonly layer: number;
  readonly state: string;
  readonly reads: readonly string[];
};

/** What things of the lake are called, as /_lake/api/lake says. */
export type Naming = {
  readonly prefix: string;
  readonly stage: string;
  readonly rawBucket: string;
  readonly rawDatabase: string;
  readonly lakeDatabase: string;
};
