import type { z } from 'zod';
import type { Context } from './operation.ts';

/** A resource as it stands: `physicalId` is what Ref returns, `attributes` what Fn::GetAtt finds by name. */
export type Provisioned = {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, string>>;
};

export type ResourceRequest = {
  readonly logicalId: string;
  readonly stackName: string;
  readonly stackId: string;
  /** A name that AWS would generate: `<stack>-<logicalId>-<random>`, for resources that the template does not name. */
  readonly generatedName: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** A CloudFormation resource type. `schema` is strict: a property that it does not know fails the stack and is named. */
export type ResourceType = {
  readonly type: string;
  readonly schema: z.ZodType;
  /** Properties whose change makes a new resource; any other change is an update in place. */
  readonly replaceOn: readonly string[];
  create(properties: unknown, request: ResourceRequest, context: Context): Promise<Provisioned>;
  update(current: Provisioned, properties: unknown, request: ResourceRequest, context: Context): Promise<Provisioned>;
  remove(current: Provisioned, properties: unknown, context: Context): Promise<void>;
};

type Definition<P> = {
  readonly schema: z.ZodType<P>;
  readonly replaceOn: readonly string[];
  readonly create: (properties: P, request: ResourceRequest, context: Context) => Promise<Provisioned>;
  readonly update: (
    current: Provisioned,
    properties: P,
    request: ResourceRequest,
    context: Context,
  ) => Promise<Provisioned>;
  readonly remove: (current: Provisioned, properties: P, context: Context) => Promise<void>;
};

/** Types a resource's handlers by its schema, which reads the resolved properties before each of them runs. */
export function resourceType<P>(type: string, definition: Definition<P>): ResourceType {
  const read = (properties: unknown) => definition.schema.parse(properties);
  return {
    type,
    schema: definition.schema,
    replaceOn: definition.replaceOn,
    create: (properties, request, context) => definition.create(read(properties), request, context),
    update: (current, properties, request, context) => definition.update(current, read(properties), request, context),
    remove: (current, properties, context) => definition.remove(current, read(properties), context),
  };
}
