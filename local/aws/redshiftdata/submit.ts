import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Caller } from '../../kernel/caller.ts';
import { notCovered } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';
import { checkParameters } from './dialect/parameters.ts';
import { invalid } from './error.ts';
import type { RedshiftData } from './redshift-data.ts';
import type { Parameter, StoredStatement } from './store.ts';
import { type Named, type Target, targetOf } from './target.ts';

/** What ExecuteStatement and BatchExecuteStatement have in common. */
export type Request = Named & {
  readonly Database?: string | undefined;
  readonly DbUser?: string | undefined;
  readonly SecretArn?: string | undefined;
  readonly StatementName?: string | undefined;
  readonly WithEvent?: boolean | undefined;
  readonly ClientToken?: string | undefined;
  readonly Parameters?:
    | readonly { readonly name: string | undefined; readonly value: string | undefined }[]
    | undefined;
  readonly ResultFormat?: string | undefined;
  readonly SessionId?: string | undefined;
  readonly SessionKeepAliveSeconds?: number | undefined;
};

/** https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
const maxSqlBytes = 102_400;

/** To run statements in the target, and to be let into the database: by a secret, or with credentials for the caller or a database user. */
export function permissionsOf(action: string, input: Request, { cloud }: Context): readonly Permission[] {
  const target = targetOf(input, cloud);
  const run = { action: `redshift-data:${action}`, resource: target.arn };
  return input.SecretArn === undefined ? [run, ...credentials(target, input)] : [run];
}

function credentials(
  { kind, arn, name }: Target,
  { DbUser: user, Database: database = '' }: Request,
): readonly Permission[] {
  if (kind === 'workgroup') return [{ action: 'redshift-serverless:GetCredentials', resource: arn }];
  const within = (type: string, what: string) => arn.replace(/cluster:[^:]*$/, `${type}:${name}/${what}`);
  if (user === undefined)
    return [{ action: 'redshift:GetClusterCredentialsWithIAM', resource: within('dbname', database) }];
  return [within('dbuser', user), within('dbname', database)].map((resource) => ({
    action: 'redshift:GetClusterCredentials',
    resource,
  }));
}

/** Takes the statements on and gives their record; they run afterwards. The same client token gives the same record. */
export async function submit(
  { store, runner }: RedshiftData,
  input: Request & { readonly sqls: readonly string[]; readonly isBatch: boolean },
  context: Context,
): Promise<StoredStatement> {
  const { cloud, caller } = context;
  const target = targetOf(input, cloud);
  const database = databaseOf(input);
  const parameters = parametersOf(input);
  checkInput(input, target, parameters);
  const dbUser = await databaseUser(input, context);
  const token = input.ClientToken && `${callerKey(caller)} ${input.ClientToken}`;
  const request = fingerprint(input);
  const known = token === undefined ? undefined : store.tokens.get(token);
  if (known !== undefined && known.request !== request)
    throw invalid('ClientToken was used before with other parameters.');
  const before = known && store.statements.get(known.id);
  if (before !== undefined) return before;
  const now = cloud.clock.now();
  const firstQuery = Math.floor(now / 10) % 1_000_000_000;
  const statement: StoredStatement = {
    id: randomUUID(),
    caller,
    target,
    database,
    dbUser,
    secretArn: input.SecretArn,
    name: input.StatementName,
    token,
    withEvent: input.WithEvent === true,
    isBatch: input.isBatch,
    parameters,
    sqls: input.sqls.map((sql, at) => ({
      sql,
      state: 'SUBMITTED',
      updated: now,
      hasResult: false,
      queryId: firstQuery + at,
    })),
    state: 'SUBMITTED',
    created: now,
    updated: now,
  };
  if (token !== undefined) store.tokens.put(token, { id: statement.id, request });
  runner.submit(statement);
  return statement;
}

const callerKey = (caller: Caller) => (caller.kind === 'role' ? caller.roleArn : caller.kind);

function fingerprint({ ClientToken: _token, ...rest }: Request): string {
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}

function databaseOf({ Database: database }: Request): string {
  if (database === undefined) throw invalid('Database needs to be specified.');
  if (!/^[a-z0-9_-]{1,64}$/i.test(database)) throw invalid(`Database ${database} is not a valid name.`);
  return database.toLowerCase();
}

const parametersOf = ({ Parameters: given = [] }: Request): readonly Parameter[] =>
  given.map(({ name = '', value = '' }) => ({ name, value }));

function checkInput(
  input: Request & { readonly sqls: readonly string[] },
  { kind }: Target,
  parameters: readonly Parameter[],
): void {
  if (input.SessionId !== undefined || input.SessionKeepAliveSeconds !== undefined)
    throw notCovered('sessions of the Redshift Data API (SessionId, SessionKeepAliveSeconds)');
  if (input.ResultFormat === 'CSV') throw notCovered('ResultFormat CSV of the Redshift Data API');
  if (input.DbUser !== undefined && kind === 'workgroup')
    throw invalid('DbUser cannot be specified with WorkgroupName.');
  if (input.DbUser !== undefined && input.SecretArn !== undefined)
    throw invalid('DbUser and SecretArn cannot both be specified.');
  if (input.sqls.some((sql) => Buffer.byteLength(sql) > maxSqlBytes))
    throw invalid(`Sql is longer than ${maxSqlBytes} bytes.`);
  checkParameters(input.sqls, parameters);
}

const secret = z.object({ username: z.string().min(1), password: z.string().min(1) });

/** As whom the statement runs: the secret's user, a database user, or the caller's own. */
async function databaseUser({ SecretArn, DbUser }: Request, { cloud, caller }: Context): Promise<string> {
  if (SecretArn !== undefined) {
    const { SecretString = '' } = await cloud.call(caller, 'secretsmanager', 'GetSecretValue', { SecretId: SecretArn });
    return userIn(SecretString);
  }
  if (DbUser !== undefined) return DbUser;
  if (caller.kind !== 'role') return 'IAM:admin';
  return `IAMR:${caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1)}`;
}

function userIn(text: string): string {
  try {
    return secret.parse(JSON.parse(text)).username;
  } catch {
    throw invalid('username and password in secret cannot be empty');
  }
}
