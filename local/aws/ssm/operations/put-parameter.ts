import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { onParameter, type SsmDeps, tagRecord } from '../describe.ts';
import type { Parameter, ParameterType } from '../store.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const maxStandard = 4_096;
const maxAdvanced = 8_192;
const maxLevels = 15;

export const putParameter = (deps: SsmDeps) =>
  operation('ssm', 'PutParameter', {
    permissions: (input) => onParameter(deps, 'PutParameter', input.Name),
    handle(input) {
      refuseTagsWithOverwrite(input);
      const name = checkName(input.Name ?? '');
      const value = checkValue(input.Value ?? '', input.Tier);
      const current = deps.store.get(name);
      if (current && !input.Overwrite)
        throw new AwsError(
          'ParameterAlreadyExists',
          'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
        );
      const parameter: Parameter = {
        name,
        value,
        type: readType(input.Type, current),
        version: (current?.version ?? 0) + 1,
        modifiedAt: deps.now(),
        description: input.Description ?? current?.description,
        tags: { ...current?.tags, ...tagRecord(input.Tags) },
      };
      deps.store.put(name, parameter);
      return { Version: parameter.version, Tier: input.Tier ?? 'Standard' };
    },
  });

function refuseTagsWithOverwrite({ Overwrite = false, Tags = [] }: PutParameterRequest): void {
  if (Overwrite && Tags.length > 0)
    throw new AwsError(
      'ValidationException',
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
}

function checkValue(value: string, tier = 'Standard'): string {
  const most = tier === 'Standard' ? maxStandard : maxAdvanced;
  if (value !== '' && value.length <= most) return value;
  throw new AwsError(
    'ValidationException',
    value === '' || tier !== 'Standard'
      ? `A parameter value has from 1 to ${most} characters.`
      : `Standard tier parameters support a maximum parameter value of ${most} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
  );
}

function checkName(name: string): string {
  if (!/^[\w./-]+$/.test(name) || name.length > 1011 || (name.includes('/') && !name.startsWith('/')))
    throw new AwsError(
      'ValidationException',
      `Parameter name: "${name}" must be a fully qualified name of letters, numbers and .-_/`,
    );
  if (/^\/?(aws|ssm)/i.test(name))
    throw new AwsError(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
    );
  if (name.split('/').length - 1 > maxLevels)
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `A hierarchy can have a maximum of ${maxLevels} levels.`,
    );
  return name;
}

const types: readonly ParameterType[] = ['String', 'StringList', 'SecureString'];

function readType(wanted: string | undefined, current: Parameter | undefined): ParameterType {
  const type = types.find((candidate) => candidate === (wanted ?? current?.type));
  if (type === undefined)
    throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
  return type;
}
