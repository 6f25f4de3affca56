import type { Resource } from './framework.ts';

export type DeployedTemplate = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly [section: string]: unknown;
};

export type Import = {
  readonly template: string;
  readonly id: string;
  readonly type: string;
  readonly identifier: Readonly<Record<string, string>>;
};

export type DeployedResource = { readonly id: string; readonly type: string; readonly physicalId: string };

/** The service's stack, and what is beside it, as far as the plugin has to do with them. */
export type Stack = {
  exists(): Promise<boolean>;
  /** The template as it is deployed. */
  template(): Promise<DeployedTemplate>;
  resources(): Promise<readonly DeployedResource[]>;
  /** The ARN of a secret; undefined where there is none of that name. */
  secretArn(name: string): Promise<string | undefined>;
  /** Begins the import of one resource. */
  importOne(what: Import): Promise<void>;
  status(): Promise<{ readonly status: string; readonly reason: string | undefined }>;
};
