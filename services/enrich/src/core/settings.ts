import { type Network, type Parameter, readConnectionNetwork } from '@tributary/shared/deployment/network.ts';
import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import { checkSecretArn } from '@tributary/shared/deployment/secret-arn.ts';

type Settings = {
  readonly engine: string;
  readonly secret: 'none' | 'own' | 'existing';
  /** JSON text for Fn::Sub, with AWS's keys: see docs/decisions. */
  readonly connectionProperties: string;
  /** What Athena calls the function and the Glue connection that it makes for the catalog. */
  readonly connector: string;
  /** The database of the tables in SQL: of PostgreSQL a schema, of MySQL the database itself. */
  readonly schema: string;
};

type Engine = { readonly type: string; readonly port: string; readonly schema?: string };

const engines: readonly Engine[] = [
  { type: 'MYSQL', port: '3306' },
  { type: 'POSTGRESQL', port: '5432', schema: 'public' },
];

/** The ARN of the secret that the stack makes, as Fn::Sub finds it. */
const ownSecret = `\${CrmSecret}`;

/** What the CRM's parameters come to in the template; throws for those that AWS would refuse. `resolve` finds a variable by its address. */
export async function readSettings(resolve: (address: string) => Promise<unknown>): Promise<Settings> {
  const parameter = async (name: string) => ({ name, value: String(await resolve(`param:${name}`)) });
  const engine = readEngine(await parameter('crmEngine'));
  const host = shaped(await parameter('crmHost'), /^[A-Za-z0-9.-]*$/, "a host name, or '' for no CRM");
  const port = shaped(await parameter('crmPort'), /^\d{0,5}$/, "a port, or '' for the engine's own");
  const database = shaped(await parameter('crmDatabase'), /^[\w-]+$/, 'the name of a database');
  const schema = shaped(await parameter('crmSchema'), /^[\w-]*$/, "the name of a schema, or ''");
  const secretArn = checkSecretArn(await parameter('crmSecretArn'));
  const properties = {
    host,
    port: port || engine.port,
    database,
    SecretArn: secretArn || ownSecret,
    ...networkProperties(
      readConnectionNetwork(await parameter('crmSubnetId'), await parameter('crmSecurityGroupIds')),
      host,
    ),
    spill_bucket: await resolve('self:custom.names.athenaBucket'),
    spill_prefix: 'spill',
  };
  return {
    engine: engine.type,
    secret: host === '' ? 'none' : whoseSecret(secretArn),
    connectionProperties: JSON.stringify(properties),
    connector: connectorOf({ name: 'crmCatalog', value: String(await resolve('self:custom.names.crmCatalog')) }),
    schema: schema || engine.schema || database,
  };
}

const whoseSecret = (arn: string) => (arn === '' ? 'own' : 'existing');

function readEngine({ name, value }: Parameter): Engine {
  const engine = engines.find(({ type }) => type === value);
  if (engine === undefined) throw new ParameterError(name, value, engines.map(({ type }) => type).join(' or '));
  return engine;
}

function shaped({ name, value }: Parameter, shape: RegExp, wanted: string): string {
  if (!shape.test(value)) throw new ParameterError(name, value, wanted);
  return value;
}

function networkProperties(network: Network | undefined, host: string): Readonly<Record<string, unknown>> {
  if (network !== undefined) return { SubnetId: network.subnetIds[0], SecurityGroupIdList: network.securityGroupIds };
  if (host === '') return {};
  throw new ParameterError('crmSubnetId', '', "given where crmHost is: Athena's connectors of databases run in a VPC");
}

/** 64 characters of a function's name, less Athena's prefix; its template takes lower case only. https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateDataCatalog.html */
function connectorOf(catalog: Parameter): string {
  const name = shaped(catalog, /^[a-z0-9_@-]{1,41}$/, 'at most 41 lower-case letters, digits, _, @ and -');
  return `athenafederatedcatalog_${name.replace(/[@-]/g, '_')}`;
}
