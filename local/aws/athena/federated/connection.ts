import { z } from 'zod';
import { admin } from '../../../kernel/caller.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Run } from '../run.ts';
import type { StoredCatalog } from '../store.ts';
import { type ConnectionProperties, connectors, readConnectionProperties, readJson } from './connection-properties.ts';

/** What of an execution, or of another call, finding a catalog's tables takes. */
export type Access = Pick<Run, 'cloud' | 'caller' | 'catalogsDir'>;

/** A database server that a catalog stands for. */
export type Server = {
  readonly kind: (typeof connectors)[keyof typeof connectors];
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
};

const secretSchema = z.object({ username: z.string(), password: z.string() });

/** The server to ask; undefined where the host is a reserved name, which no server has: then files stand in for it. */
export async function serverOf(run: Access, catalog: StoredCatalog): Promise<Server | undefined> {
  const properties = readConnectionProperties(catalog.parameters['connection-properties'] ?? '');
  if ('wrong' in properties) throw invalid(catalog, properties.wrong);
  if (/(^|\.)(example|invalid|test)$/i.test(properties.host)) return undefined;
  const credentials = await readSecret(run, catalog, properties);
  const { host, port, database } = properties;
  return { kind: kindOf(catalog), host, port, database, user: credentials.username, password: credentials.password };
}

function kindOf({ parameters }: StoredCatalog): Server['kind'] {
  return parameters['connection-type'] === 'POSTGRESQL' ? connectors.POSTGRESQL : connectors.MYSQL;
}

/** The connector reads the secret by the role that Athena makes for it with the catalog, not as whoever queries. */
async function readSecret(run: Access, catalog: StoredCatalog, { secretarn: SecretId }: ConnectionProperties) {
  const secret = await run.cloud.call(admin, 'secretsmanager', 'GetSecretValue', { SecretId });
  const parsed = secretSchema.safeParse(readJson(secret.SecretString ?? ''));
  if (!parsed.success) throw invalid(catalog, `secret ${SecretId} must hold JSON with username and password`);
  return parsed.data;
}

const invalid = (catalog: StoredCatalog, why: string) =>
  new SqlError('INVALID_CATALOG_PROPERTY', `connection-properties of catalog ${catalog.name} are not valid: ${why}`);
