import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { Engine } from './engine.ts';
import { readFunctionName, requireFunction } from './function-name.ts';

export function tagResource({ store }: Engine): Operation {
  return operation('lambda', 'TagResource', {
    permissions: ({ Resource }) => [{ action: 'lambda:TagResource', resource: Resource ?? '' }],
    handle({ Resource, Tags }) {
      const { name } = functionOf(Resource);
      const record = requireFunction(store, { name });
      store.functions.put(name, { ...record, tags: { ...record.tags, ...Tags } });
      return {};
    },
  });
}

export function untagResource({ store }: Engine): Operation {
  return operation('lambda', 'UntagResource', {
    permissions: ({ Resource }) => [{ action: 'lambda:UntagResource', resource: Resource ?? '' }],
    handle({ Resource, TagKeys = [] }) {
      const { name } = functionOf(Resource);
      const record = requireFunction(store, { name });
      const kept = Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key));
      store.functions.put(name, { ...record, tags: Object.fromEntries(kept) });
      return {};
    },
  });
}

export function listTags({ store }: Engine): Operation {
  return operation('lambda', 'ListTags', {
    permissions: ({ Resource }) => [{ action: 'lambda:ListTags', resource: Resource ?? '' }],
    handle: ({ Resource }) => ({ Tags: { ...requireFunction(store, functionOf(Resource)).tags } }),
  });
}

function functionOf(arn: string | undefined) {
  if (arn === undefined || !arn.includes(':function:'))
    throw new AwsError('InvalidParameterValueException', `${arn ?? ''} is not the ARN of a function.`);
  return readFunctionName(arn);
}
