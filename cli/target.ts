import { prefixMistake, stageMistake } from '@tributary/shared/name-rules.ts';
import { type Names, readNames } from '@tributary/shared/names.ts';
import { addressIn } from './address.ts';
import { UsageError } from './usage.ts';

/** The lake that a command talks to: the local one, or a stage's on AWS. */
export type Target = {
  readonly stage: string;
  readonly client: {
    readonly endpoint?: string;
    readonly region: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly profile?: string;
  };
};

export type TargetFlags = {
  readonly stage: string;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
};

export const localRegion = 'eu-west-1';
export const localAccount = '000000000000';

/** Without --stage and --profile, or with `--stage local`: the local cloud at AWS_ENDPOINT_URL or 127.0.0.1:LAKE_PORT (4566). */
export function targetOf({ stage, profile, region }: TargetFlags): Target {
  const { AWS_REGION, LAKE_PORT, LAKE_PREFIX = 'tributary' } = process.env;
  const mistake = stageMistake(stage) ?? prefixMistake(LAKE_PREFIX);
  if (mistake !== undefined) throw new UsageError(mistake);
  const endpoint = addressIn('AWS_ENDPOINT_URL', ['http', 'https'], 'http://127.0.0.1:4566');
  if (stage !== 'local' || profile !== undefined) {
    return {
      stage,
      client: { region: region ?? AWS_REGION ?? localRegion, ...(profile === undefined ? {} : { profile }) },
    };
  }
  if (region !== undefined) throw new UsageError('--region is for the lake on AWS: say which with --stage NAME.');
  return { stage, client: localClient(endpoint ?? `http://127.0.0.1:${readPort(LAKE_PORT || '4566')}`) };
}

/** 0 to 65535, in digits; throws UsageError for anything else. */
function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`LAKE_PORT is a number from 0 to 65535, not ${text}.`);
}

export function localClient(endpoint: string): Target['client'] {
  return { endpoint, region: localRegion, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

/** The lake's names in this stage; on AWS the account is asked of STS. */
export async function namesOf({ stage, client }: Target): Promise<Names> {
  if (client.endpoint !== undefined) return readNames({ stage, account: process.env.LAKE_ACCOUNT || localAccount });
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const { Account } = await new STSClient(client).send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw withoutCredentials(error) ? noCredentials(client.profile) : error;
  });
  if (Account === undefined) throw new Error('AWS did not say which account this is.');
  return readNames({ stage, account: Account });
}

function withoutCredentials(error: unknown): boolean {
  return error instanceof Error && error.name === 'CredentialsProviderError';
}

function noCredentials(profile: string | undefined): Error {
  if (profile !== undefined) return new UsageError(`There are no credentials of the profile ${profile} in ~/.aws.`);
  return new Error('There are no credentials for AWS: aws sts get-caller-identity says what it finds.');
}
