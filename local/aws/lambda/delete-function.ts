import type { Journal } from '../../kernel/journal.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { dropUnusedCode } from './code.ts';
import type { Engine } from './engine.ts';
import {
  type FunctionName,
  functionArn,
  functionNotFound,
  readFunctionName,
  requireFunction,
} from './function-name.ts';
import type { LambdaStore } from './store.ts';

export function deleteFunction({ store, pool }: Engine): Operation {
  return operation('lambda', 'DeleteFunction', {
    permissions: ({ FunctionName, Qualifier }, { cloud }) => [
      { action: 'lambda:DeleteFunction', resource: functionArn(cloud, readFunctionName(FunctionName, Qualifier)) },
    ],
    handle({ FunctionName, Qualifier }, { cloud }) {
      const of = readFunctionName(FunctionName, Qualifier);
      const { configuration } = requireFunction(store, of);
      if (of.qualifier === undefined) deleteAll(store, of, functionArn(cloud, of), configuration.CodeSha256);
      else deleteVersion(store, of, functionArn(cloud, of));
      pool.retire(of.name);
      return { StatusCode: 204 };
    },
  });
}

/** Event source mappings stay, as on AWS: they are deleted by themselves. */
function deleteAll(store: LambdaStore, of: FunctionName, arn: string, codeSha256: string): void {
  const versions = [...store.versions.values()].filter((version) => version.FunctionName === of.name);
  const isNamed = (key: string) => key.startsWith(`${of.name}:`);
  const isOfArn = (key: string) => key === arn || key.startsWith(`${arn}:`);
  deleteWhere(store.versions, isNamed);
  deleteWhere(store.aliases, isNamed);
  deleteWhere(store.policies, isOfArn);
  deleteWhere(store.eventInvokeConfigs, isOfArn);
  store.functions.delete(of.name);
  for (const hash of [codeSha256, ...versions.map((version) => version.CodeSha256)]) dropUnusedCode(store, hash);
}

function deleteWhere<T>(journal: Journal<T>, isMeant: (key: string) => boolean): void {
  for (const key of [...journal.keys()]) if (isMeant(key)) journal.delete(key);
}

function deleteVersion(store: LambdaStore, of: FunctionName, arn: string): void {
  const key = `${of.name}:${of.qualifier}`;
  const version = store.versions.get(key);
  if (version === undefined) throw functionNotFound(arn);
  store.versions.delete(key);
  store.policies.delete(arn);
  dropUnusedCode(store, version.CodeSha256);
}
