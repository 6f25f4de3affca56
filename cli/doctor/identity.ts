import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';

/** Who asks, by the credentials that were found. */
export type Caller = { readonly arn: string; readonly account: string; readonly partition: string };

export async function readCaller(sts: Pick<STSClient, 'send'>): Promise<Caller> {
  const { Arn: arn = '', Account: account = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const [, partition = 'aws'] = arn.split(':');
  return { arn, account, partition };
}
