import { type Network, type Parameter, readNetwork } from '@tributary/shared/deployment/network.ts';
import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import { checkSecretArn } from '@tributary/shared/deployment/secret-arn.ts';

const engines = ['mysql', 'mariadb', 'postgres'] as const;
type DmsEngine = (typeof engines)[number];

/** The database and how DMS reads it. */
export type DmsSettings = {
  readonly engine: DmsEngine;
  readonly host: string;
  readonly port: number;
  /** PostgreSQL's, whose changes are read by database; undefined of the others. */
  readonly database: string | undefined;
  /** An existing secret's ARN; '' where the stack makes one. */
  readonly secretArn: string;
  readonly network: Network;
  readonly sslMode: string;
  readonly certificateArn: string;
  readonly capacity: { readonly least: number; readonly most: number };
  readonly lobKilobytes: number;
  readonly batchSeconds: number;
  /** Names of sources; none is all of them. */
  readonly sources: readonly string[];
};

type Resolve = (name: string) => Promise<unknown>;

/** What the parameters come to; undefined without a host. Throws for those that DMS would refuse. `resolve` finds a parameter by its name. */
export async function readDmsSettings(resolve: Resolve): Promise<DmsSettings | undefined> {
  const parameter = async (name: string) => ({ name, value: String(await resolve(name)) });
  const host = await parameter('dmsHost');
  if (host.value === '') return undefined;
  const engine = readEngine(await parameter('dmsEngine'));
  return {
    engine,
    host: host.value,
    port: Number((await parameter('dmsPort')).value) || (engine === 'postgres' ? 5432 : 3306),
    database: readDatabase(engine, await parameter('dmsDatabase')),
    secretArn: checkSecretArn(await parameter('dmsSecretArn')),
    network: readSubnets(await parameter('dmsSubnetIds'), await parameter('dmsSecurityGroupIds')),
    ...readTls(engine, await parameter('dmsSsl'), await parameter('dmsCertificateArn')),
    capacity: readCapacity(await parameter('dmsMinCapacity'), await parameter('dmsMaxCapacity')),
    lobKilobytes: Number((await parameter('dmsLobKilobytes')).value),
    batchSeconds: Number((await parameter('dmsBatchSeconds')).value),
    sources: (await parameter('dmsSources')).value.split(',').filter((name) => name !== ''),
  };
}

function readEngine({ name, value }: Parameter): DmsEngine {
  const engine = engines.find((each) => each === value);
  if (engine === undefined) throw new ParameterError(name, value, engines.join(', '));
  return engine;
}

function readDatabase(engine: DmsEngine, { name, value }: Parameter): string | undefined {
  if (engine !== 'postgres') return undefined;
  if (value === '')
    throw new ParameterError(name, value, 'the name of the database: PostgreSQL has its changes by database');
  return value;
}

/** A replication is always in a network, and its subnets are of two zones. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.VPC.html */
function readSubnets(subnets: Parameter, groups: Parameter): Network {
  const network = readNetwork(subnets, groups);
  if (network === undefined || network.subnetIds.length < 2)
    throw new ParameterError(
      subnets.name,
      subnets.value,
      'at least two subnets, of different zones, where dmsHost is given',
    );
  return network;
}

/** MySQL and MariaDB have no TLS without a certificate. https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html */
function readTls(engine: DmsEngine, { name, value: sslMode }: Parameter, certificate: Parameter) {
  if (sslMode === 'require' && engine !== 'postgres')
    throw new ParameterError(name, sslMode, 'none, verify-ca or verify-full: DMS has require for PostgreSQL only');
  if (sslMode.startsWith('verify') !== (certificate.value !== ''))
    throw new ParameterError(
      certificate.name,
      certificate.value,
      'given where dmsSsl is verify-ca or verify-full, and only there',
    );
  return { sslMode, certificateArn: certificate.value };
}

function readCapacity(least: Parameter, most: Parameter) {
  const capacity = { least: Number(least.value), most: Number(most.value) };
  if (capacity.least > capacity.most)
    throw new ParameterError(least.name, least.value, `${most.value} (${most.name}) at most`);
  return capacity;
}
