import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { onParameter, type SsmDeps, tagRecord } from '../describe.ts';
import type { Parameter, ParameterType } from '../store.ts';

const maxValueBytes = 8192;

export const putParameter = (deps: SsmDeps) =>
  operation('ssm', 'PutParameter', {
    permissions: (input) => onParameter(deps, 'PutParameter', input.Name),
    handle(input) {
      const name = checkName(input.Name ?? '');
      const value = checkValue(input.Value ?? '');
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

function checkValue(value: string): string {
  if (value !== '' && Buffer.byteLength(value) <= maxValueBytes) return value;
  throw new AwsError('ValidationException', `A parameter value has from 1 to ${maxValueBytes} bytes.`);
}

function checkName(name: string): string {
  if (!/^[\w./-]+$/.test(name) || name.length > 1011 || (name.includes('/') && !name.startsWith('/')))
    throw new AwsError(
      'ValidationException',
      `Parameter name: "${name}" must be a fully qualified name of letters, numbers and .-_/`,
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
