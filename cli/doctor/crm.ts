import { type AthenaClient, GetDataCatalogCommand } from '@aws-sdk/client-athena';
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Enrichment } from '@tributary/enrich/src/core/enrichment.ts';
import { identifier } from '@tributary/shared/sql.ts';
import type { Stage } from '../jobs/place.ts';
import { deployment, type Finding, ok, unless, unsure, wrong } from './finding.ts';

/** The CRM as services/enrich was deployed to read it; undefined where it reads none. */
export type Crm = { readonly catalog: string; readonly database: string };

/** By the environment of the function that writes the statements. Undefined also where the service is not deployed. */
export async function readCrm(lambda: Pick<LambdaClient, 'send'>, { prefix, stage }: Stage): Promise<Crm | undefined> {
  const FunctionName = `${prefix}-enrich-${stage}-plan`;
  const ask = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const {
    HAS_CRM,
    CRM_CATALOG: catalog = '',
    CRM_DATABASE: database = '',
  } = (await unless(['ResourceNotFoundException'], ask))?.Environment?.Variables ?? {};
  return HAS_CRM === 'true' ? { catalog, database } : undefined;
}

/** Asks one row of the first table of the CRM that enrichments read; resolves to nothing, or throws what Athena says. */
export type AskCrm = (sql: string) => Promise<unknown>;

/** Whether the CRM's catalog is there and, with `query`, answers: that is a statement, and costs. */
export async function crmFindings(
  athena: Pick<AthenaClient, 'send'>,
  crm: Crm | undefined,
  {
    enrichments,
    query,
    flags,
  }: {
    readonly enrichments: readonly Pick<Enrichment, 'select'>[];
    readonly query: AskCrm | undefined;
    readonly flags: string;
  },
): Promise<readonly Finding[]> {
  if (crm === undefined) return [{ of: 'CRM', state: 'not asked', words: 'none is configured (crmHost)', mend: null }];
  const of = `CRM, catalog ${crm.catalog}`;
  const found = await catalogNamed(athena, crm.catalog);
  if (!found) return [wrong(of, 'is not there', deployment('enrich', flags))];
  const table = tableOfCrm(enrichments);
  if (query === undefined || table === undefined)
    return [ok(of, `is there; whether it answers: lake doctor --query${flags}`)];
  try {
    await query(`SELECT 1 FROM ${[crm.catalog, crm.database, table].map(identifier).join('.')} LIMIT 1`);
    return [ok(of, `answers: a row of ${table}`)];
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'QueryFailedError') throw error;
    return [wrong(of, `does not answer: ${error.message.split('\n')[0]}`, `lake jobs${flags}`)];
  }
}

async function catalogNamed(athena: Pick<AthenaClient, 'send'>, Name: string): Promise<boolean> {
  try {
    await athena.send(new GetDataCatalogCommand({ Name }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidRequestException') return false;
    throw error;
  }
}

export function tableOfCrm(enrichments: readonly Pick<Enrichment, 'select'>[]): string | undefined {
  for (const { select } of enrichments) {
    const [, table] = /\{\{\s*crm\s*\}\}\.([a-z_][a-z0-9_]*)/.exec(select) ?? [];
    if (table !== undefined) return table;
  }
  return undefined;
}

/** Whether a secret that a deployment made was filled since; its value is not asked for. */
export async function secretFindings(
  secrets: Pick<SecretsManagerClient, 'send'>,
  name: string,
): Promise<readonly Finding[]> {
  const of = `secret ${name}`;
  const ask = () => secrets.send(new DescribeSecretCommand({ SecretId: name }));
  const found = await unless(['ResourceNotFoundException'], ask);
  if (found === undefined) return [];
  if (found.DeletedDate !== undefined)
    return [wrong(of, 'is being deleted', `aws secretsmanager restore-secret --secret-id ${name}`)];
  const [made, changed] = [found.CreatedDate, found.LastChangedDate].map((at) => at?.getTime() ?? 0);
  const isFilled = (changed ?? 0) - (made ?? 0) > madeWithinMs;
  return [
    isFilled
      ? ok(of, 'was filled since it was made')
      : unsure(
          of,
          'is as the deployment made it: perhaps nobody has put credentials in',
          `aws secretsmanager put-secret-value --secret-id ${name} --secret-string JSON`,
        ),
  ];
}

/** A secret gets its first value a moment after it is made. */
const madeWithinMs = 60_000;
