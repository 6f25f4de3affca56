import type { ResultConfiguration, StartQueryExecutionInput } from '@aws-sdk/client-athena';
import { AwsError } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import { parseLocation, withSlash } from './catalog/location.ts';
import { invalidRequest } from './error.ts';
import { describeResultSettings, readResultSettings } from './result-settings.ts';
import type { StoredExecution, StoredWorkGroup } from './store.ts';

export type ResultTarget = Pick<StoredExecution, 'outputFolder' | 'resultSettings'>;

/** Where and how a result is kept: as the work group says where it enforces that or the client says nothing. The caller must see the bucket. */
export async function resultTarget(
  input: StartQueryExecutionInput,
  workGroup: StoredWorkGroup,
  context: Context,
): Promise<ResultTarget> {
  const settings = readResultSettings(input.ResultConfiguration);
  const { OutputLocation: location, ...others } = chosen(input.ResultConfiguration, workGroup);
  if (location === undefined)
    throw invalidRequest(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  if (!/^s3:\/\/[^/]+/.test(location)) throw invalidRequest(`outputLocation is not a valid S3 path: ${location}`);
  await verifyBucket(parseLocation(location).bucket, others.ExpectedBucketOwner, context);
  const resultSettings = workGroup.enforce ? workGroup.resultSettings : settings;
  return { outputFolder: withSlash(location), resultSettings };
}

function chosen(own: ResultConfiguration = {}, { enforce, outputLocation, resultSettings }: StoredWorkGroup) {
  const ofGroup = { OutputLocation: outputLocation, ...describeResultSettings(resultSettings ?? {}) };
  return enforce ? ofGroup : { ...own, OutputLocation: own.OutputLocation ?? outputLocation };
}

async function verifyBucket(bucket: string, owner: string | undefined, { cloud, caller }: Context): Promise<void> {
  const unable = `Unable to verify/create output bucket ${bucket}`;
  if (owner !== undefined && owner !== cloud.account) throw invalidRequest(`${unable} (it is not of account ${owner})`);
  try {
    await cloud.call(caller, 's3', 'GetBucketLocation', { Bucket: bucket });
  } catch (error) {
    throw invalidRequest(error instanceof AwsError ? `${unable} (${error.message})` : unable);
  }
}
