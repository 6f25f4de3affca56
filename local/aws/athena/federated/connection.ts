import { z } from 'zod';
import { admin } from '../../../kernel/caller.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Run } from '../run.ts';
import type { StoredCatalog } from '../store.ts';

/** What of an execution, or of another call, finding a catalog's tables takes. */
export type Access = Pick<Run, 'cloud' | 'caller' | 'catalogsDir'>;

/** A database server that a catalog stands for. */
export type Server = {
  readonly kind: 'mysql' | 'postgresql';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
};

const propertiesSchema = z.object({
  host: z.string(),
  port: z.coerce.number().int().optional(),
  database: z.string(),
  secret_name: z.string().optional(),
  secretArn: z.string().optional(),
});

const secretSchema = z.object({ username: z.string(), password: z.string() });

const kinds: Readonly<Record<string, { readonly kind: Server['kind']; readonly port: number }>> = {
  MYSQL: { kind: 'mysql', port: 3306 },
  POSTGRESQL: { kind: 'postgresql', port: 5432 },
};

export type ConnectionProperties = z.infer<typeof propertiesSchema>;

/** What a FEDERATED catalog's parameters say of its connection; undefined where they say nothing. */
export function connectionProperties(catalog: StoredCatalog): ConnectionProperties | undefined {
  const text = catalog.parameters['connection-properties'];
  if (text === undefined) return undefined;
  const parsed = propertiesSchema.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  throw invalid(catalog, z.prettifyError(parsed.error));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The server to ask; undefined where the host is a reserved name, which no server has: then files stand in for it. */
export async function serverOf(run: Access, catalog: StoredCatalog): Promise<Server | undefined> {
  const properties = connectionProperties(catalog);
  if (!properties || /(^|\.)(example|invalid|test)$/i.test(properties.host)) return undefined;
  const type = catalog.parameters['connection-type'] ?? '';
  const known = kinds[type.toUpperCase()];
  if (!known) throw new SqlError('NOT_SUPPORTED', `Federated connection type ${type} is not supported`);
  const credentials = await readSecret(run, catalog, properties);
  return {
    kind: known.kind,
    host: properties.host,
    port: properties.port ?? known.port,
    database: properties.database,
    user: credentials.username,
    password: credentials.password,
  };
}

/** The connector reads the secret by the role that Athena makes for it with the catalog, not as whoever queries. */
async function readSecret(run: Access, catalog: StoredCatalog, properties: ConnectionProperties) {
  const SecretId = properties.secretArn ?? properties.secret_name;
  if (SecretId === undefined) throw invalid(catalog, 'secret_name: it names no secret with username and password');
  const secret = await run.cloud.call(admin, 'secretsmanager', 'GetSecretValue', { SecretId });
  const parsed = secretSchema.safeParse(readJson(secret.SecretString ?? ''));
  if (!parsed.success) throw invalid(catalog, `secret ${SecretId} must hold JSON with username and password`);
  return parsed.data;
}

const invalid = (catalog: StoredCatalog, why: string) =>
  new SqlError('INVALID_CATALOG_PROPERTY', `connection-properties of catalog ${catalog.name} are not valid: ${why}`);
