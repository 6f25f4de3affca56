import type { Parameter as ParameterOutput, Tag } from '@aws-sdk/client-ssm';
import { AwsError } from '../../kernel/error.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { Parameter, ParameterStore } from './store.ts';

export type SsmDeps = {
  readonly store: ParameterStore;
  readonly account: string;
  readonly region: string;
  readonly now: () => number;
};

export function parameterArn({ account, region }: Pick<SsmDeps, 'account' | 'region'>, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;
}

export function onParameter(deps: SsmDeps, action: string, name = ''): readonly Permission[] {
  return [{ action: `ssm:${action}`, resource: parameterArn(deps, bareName(deps, name)) }];
}

/** The name in what a caller may write: a name, an ARN, or either with `:version`. */
export function bareName(deps: SsmDeps, name: string): string {
  const prefix = parameterArn(deps, '');
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const plain = own.replace(/:\d+$/, '');
  return deps.store.has(plain) || plain === name ? plain : `/${plain}`;
}

export function tagRecord(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** The parameter, or ParameterNotFound; a version that is not the newest is ParameterVersionNotFound. */
export function findParameter(deps: SsmDeps, name = ''): Parameter {
  const parameter = deps.store.get(bareName(deps, name));
  if (!parameter) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
  const version = /:(\d+)$/.exec(name)?.[1];
  if (version !== undefined && Number(version) !== parameter.version)
    throw new AwsError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${version} of ${parameter.name}.`,
    );
  return parameter;
}

/** A SecureString read without decryption shows that it is one, never its value. */
export function describeParameter(deps: SsmDeps, parameter: Parameter, withDecryption = false): ParameterOutput {
  const hidden = parameter.type === 'SecureString' && !withDecryption;
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: hidden
      ? Buffer.from(`encrypted:${parameter.name}:${parameter.version}`).toString('base64')
      : parameter.value,
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modifiedAt),
    ARN: parameterArn(deps, parameter.name),
    DataType: 'text',
  };
}
