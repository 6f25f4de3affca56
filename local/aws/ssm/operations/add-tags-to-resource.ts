import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { bareName, onParameter, type SsmDeps, tagRecord } from '../describe.ts';

export const addTagsToResource = (deps: SsmDeps) =>
  operation('ssm', 'AddTagsToResource', {
    permissions: (input) => onParameter(deps, 'AddTagsToResource', input.ResourceId),
    handle(input) {
      if (input.ResourceType !== 'Parameter')
        throw new AwsError('InvalidResourceType', `The local cloud tags Parameter only, not ${input.ResourceType}.`);
      const parameter = deps.store.get(bareName(deps, input.ResourceId ?? ''));
      if (!parameter) throw new AwsError('InvalidResourceId', 'The resource ID is not valid.');
      const tags = tagRecord(input.Tags);
      deps.store.put(parameter.name, { ...parameter, tags: { ...parameter.tags, ...tags } });
      return {};
    },
  });
