import type { ResourceView } from './intrinsics.ts';
import type { StackResource } from './stack.ts';
import { templateError } from './validation-error.ts';

/** What Ref and Fn::GetAtt give of a resource as it stands; an attribute that it has not is an error naming both. */
export function resourceView(resource: StackResource | undefined): ResourceView | undefined {
  if (resource?.physicalId === undefined) return undefined;
  const { logicalId, type, physicalId, attributes } = resource;
  return {
    ref: physicalId,
    attribute(name) {
      const value = attributes[name];
      if (value === undefined)
        throw templateError(`resource ${logicalId} (${type}) does not support attribute type ${name} in Fn::GetAtt`);
      return value;
    },
  };
}
