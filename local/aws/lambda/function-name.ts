import { AwsError } from '../../kernel/error.ts';
import type { Configuration, FunctionRecord, LambdaStore } from './store.ts';

export type FunctionName = { readonly name: string; readonly qualifier?: string };

const named =
  /^(?:arn:aws:lambda:[a-z0-9-]+:\d{12}:function:|\d{12}:function:)?([a-zA-Z0-9-_]{1,64})(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** Reads a function's name, partial ARN or ARN; a qualifier may come with it or beside it. */
export function readFunctionName(text: string | undefined, qualifier?: string): FunctionName {
  const match = named.exec(text ?? '');
  const name = match?.[1];
  if (name === undefined)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${text ?? ''}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  const found = match?.[2] ?? qualifier;
  if (match?.[2] !== undefined && qualifier !== undefined && match[2] !== qualifier)
    throw new AwsError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  return found === undefined ? { name } : { name, qualifier: found };
}

export function functionArn(cloud: { readonly region: string; readonly account: string }, of: FunctionName): string {
  const base = `arn:aws:lambda:${cloud.region}:${cloud.account}:function:${of.name}`;
  return of.qualifier === undefined ? base : `${base}:${of.qualifier}`;
}

export function functionNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
}

/** The function itself, which all its versions share; throws ResourceNotFoundException. */
export function requireFunction(store: LambdaStore, of: FunctionName): FunctionRecord {
  const record = store.functions.get(of.name);
  if (record === undefined) throw functionNotFound(of.name);
  return record;
}

/** The configuration that a name and qualifier (version or alias) point at; throws ResourceNotFoundException. */
export function resolveConfiguration(store: LambdaStore, of: FunctionName): Configuration {
  const record = requireFunction(store, of);
  if (of.qualifier === undefined || of.qualifier === '$LATEST') return record.configuration;
  const version = store.aliases.get(`${of.name}:${of.qualifier}`)?.FunctionVersion ?? of.qualifier;
  if (version === '$LATEST') return record.configuration;
  const published = store.versions.get(`${of.name}:${version}`);
  if (published === undefined) throw functionNotFound(`${record.configuration.FunctionArn}:${of.qualifier}`);
  return published;
}
