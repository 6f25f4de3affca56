import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { toAnswer } from './configuration.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, requireFunction } from './function-name.ts';
import type { Configuration, FunctionRecord, LambdaStore } from './store.ts';

export function publishVersion({ store }: Engine): Operation {
  return operation('lambda', 'PublishVersion', {
    permissions: ({ FunctionName }, { cloud }) => [
      { action: 'lambda:PublishVersion', resource: functionArn(cloud, readFunctionName(FunctionName)) },
    ],
    handle({ FunctionName, CodeSha256, Description }) {
      const record = requireFunction(store, readFunctionName(FunctionName));
      if (CodeSha256 !== undefined && CodeSha256 !== record.configuration.CodeSha256)
        throw new AwsError(
          'InvalidParameterValueException',
          `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${record.configuration.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
        );
      return toAnswer(publish(store, record, { description: Description }));
    },
  });
}

/** Freezes $LATEST as the next version; unchanged since the last one, that one is returned. */
export function publish(
  store: LambdaStore,
  record: FunctionRecord,
  { description }: { readonly description?: string | undefined },
): Configuration {
  const { configuration } = record;
  const name = configuration.FunctionName;
  const last = store.versions.get(`${name}:${record.versions}`);
  if (last !== undefined && last.RevisionId === configuration.RevisionId) return last;
  const Version = String(record.versions + 1);
  const published: Configuration = {
    ...configuration,
    Version,
    FunctionArn: `${configuration.FunctionArn}:${Version}`,
    ...(description === undefined ? {} : { Description: description }),
  };
  store.versions.put(`${name}:${Version}`, published);
  store.functions.put(name, { ...record, versions: record.versions + 1 });
  return published;
}
