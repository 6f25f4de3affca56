import { type Network, type Parameter, readNetwork } from '@tributary/shared/deployment/network.ts';
import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import { checkSecretArn } from '@tributary/shared/deployment/secret-arn.ts';

export type Settings = {
  readonly brokerArn: string;
  /** An existing secret's ARN, or a reference to the stack's own. */
  readonly brokerSecret: string | { readonly Ref: 'BrokerSecret' };
  readonly eventShards: number;
  /** Of the functions that reach a broker; false is Serverless's word for none. */
  readonly vpc: Network | false;
};

/** In branches that are off there stands a value all the same, and CloudFormation's tools read it: one that is right by its form. */
const noBroker = 'arn:aws:mq:us-east-1:000000000000:broker:none:b-none';

/**
 * What parameters come to in the template, where no function of CloudFormation's says it; throws for those that AWS would refuse.
 * `resolve` finds a parameter by its name.
 */
export async function readSettings(resolve: (name: string) => Promise<unknown>): Promise<Settings> {
  const parameter = async (name: string) => ({ name, value: String(await resolve(name)) });
  const secretArn = checkSecretArn(await parameter('brokerSecretArn'));
  return {
    brokerArn: readBrokerArn(await parameter('brokerArn')),
    brokerSecret: secretArn === '' ? { Ref: 'BrokerSecret' } : secretArn,
    eventShards: readShards(await parameter('eventShards')),
    vpc: readNetwork(await parameter('subnetIds'), await parameter('securityGroupIds')) ?? false,
  };
}

function readBrokerArn({ name, value }: Parameter): string {
  if (value === '') return noBroker;
  if (!/^arn:aws[\w-]*:mq:[a-z0-9-]+:\d{12}:broker:[\w.-]+:b-[\w-]+$/.test(value))
    throw new ParameterError(name, value, "the ARN of an Amazon MQ broker, or '' for none");
  return value;
}

/** 0 is a stream on demand, which has no number of shards: then what is given here is not used. */
function readShards({ name, value }: Parameter): number {
  if (!/^\d{1,5}$/.test(value)) throw new ParameterError(name, value, 'a number of shards, or 0: on demand');
  return Math.max(1, Number(value));
}
