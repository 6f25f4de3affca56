import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { LogEvent } from './events.ts';
import type { LogLine } from './read-line.ts';

/** Which bundle wrote a line; undefined where nothing tells. */
export type BundleOf = (event: LogEvent, line: LogLine) => Promise<string | undefined>;

/**
 * By the line itself; by another one of its log stream, which is one process; for what Lambda writes before a function could say anything,
 * by what is deployed now.
 */
export function createBundleOf(lambda: Pick<LambdaClient, 'send'>): BundleOf {
  const byStream = new Map<string, string>();
  const deployed = new Map<string, Promise<string | undefined>>();
  return async function bundleOf({ of, stream }, { bundle, stacks }) {
    const key = `${of.logGroup} ${stream}`;
    if (bundle !== undefined) byStream.set(key, bundle);
    const known = bundle ?? byStream.get(key);
    if (known !== undefined || stacks.length === 0) return known;
    const asked = deployed.get(of.logGroup) ?? deployedBundle(lambda, of.logGroup);
    deployed.set(of.logGroup, asked);
    return asked;
  };
}

async function deployedBundle(lambda: Pick<LambdaClient, 'send'>, logGroup: string): Promise<string | undefined> {
  try {
    const FunctionName = logGroup.replace('/aws/lambda/', '');
    const { Environment: environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return environment?.Variables?.BUNDLE;
  } catch {
    // Removed meanwhile, or not ours to read: the stack stays as it is, and says so
    return undefined;
  }
}
