import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, resolveConfiguration } from './function-name.ts';
import type { LambdaStore, Statement } from './store.ts';

type Grant = {
  readonly StatementId?: string | undefined;
  readonly Action?: string | undefined;
  readonly Principal?: string | undefined;
  readonly SourceArn?: string | undefined;
  readonly SourceAccount?: string | undefined;
  readonly PrincipalOrgID?: string | undefined;
};

/** The resource policy of a function, version or alias, in IAM's form; undefined while it has no statement. */
export function functionPolicy(store: LambdaStore, arn: string) {
  const statements = store.policies.get(arn);
  if (statements === undefined || statements.length === 0) return undefined;
  return { Version: '2012-10-17', Id: 'default', Statement: statements };
}

export function addPermission({ store }: Engine): Operation {
  return operation('lambda', 'AddPermission', {
    permissions: ({ FunctionName, Qualifier }, { cloud }) => [
      { action: 'lambda:AddPermission', resource: functionArn(cloud, readFunctionName(FunctionName, Qualifier)) },
    ],
    handle(input, { cloud }) {
      const of = readFunctionName(input.FunctionName, input.Qualifier);
      resolveConfiguration(store, of);
      const arn = functionArn(cloud, of);
      const statements = store.policies.get(arn) ?? [];
      if (statements.some((one) => one.Sid === input.StatementId))
        throw new AwsError(
          'ResourceConflictException',
          `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          409,
        );
      const statement = statementOf(input, arn);
      store.policies.put(arn, [...statements, statement]);
      return { Statement: JSON.stringify(statement) };
    },
  });
}

export function removePermission({ store }: Engine): Operation {
  return operation('lambda', 'RemovePermission', {
    permissions: ({ FunctionName, Qualifier }, { cloud }) => [
      { action: 'lambda:RemovePermission', resource: functionArn(cloud, readFunctionName(FunctionName, Qualifier)) },
    ],
    handle(input, { cloud }) {
      const arn = functionArn(cloud, readFunctionName(input.FunctionName, input.Qualifier));
      const statements = store.policies.get(arn) ?? [];
      const kept = statements.filter((one) => one.Sid !== input.StatementId);
      if (kept.length === statements.length)
        throw new AwsError(
          'ResourceNotFoundException',
          `Statement ${input.StatementId} is not found in resource policy.`,
          404,
        );
      if (kept.length === 0) store.policies.delete(arn);
      else store.policies.put(arn, kept);
      return {};
    },
  });
}

export function getPolicy({ store }: Engine): Operation {
  return operation('lambda', 'GetPolicy', {
    permissions: ({ FunctionName, Qualifier }, { cloud }) => [
      { action: 'lambda:GetPolicy', resource: functionArn(cloud, readFunctionName(FunctionName, Qualifier)) },
    ],
    handle(input, { cloud }) {
      const of = readFunctionName(input.FunctionName, input.Qualifier);
      const { RevisionId } = resolveConfiguration(store, of);
      const policy = functionPolicy(store, functionArn(cloud, of));
      if (policy === undefined)
        throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
      return { Policy: JSON.stringify(policy), RevisionId };
    },
  });
}

function statementOf(grant: Grant, arn: string): Statement {
  const { StatementId = '', Action = '', Principal = '' } = grant;
  if (!/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/.test(Action))
    throw new AwsError('ValidationException', `The action ${Action} is not a Lambda action.`);
  const like = grant.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': grant.SourceArn } };
  const equal = {
    ...(grant.SourceAccount === undefined ? {} : { 'AWS:SourceAccount': grant.SourceAccount }),
    ...(grant.PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': grant.PrincipalOrgID }),
  };
  const Condition = { ...like, ...(Object.keys(equal).length === 0 ? {} : { StringEquals: equal }) };
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: principalOf(Principal),
    Action,
    Resource: arn,
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  };
}

function principalOf(principal: string): Statement['Principal'] {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}
