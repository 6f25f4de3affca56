import { fileURLToPath } from 'node:url';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SNSClient } from '@aws-sdk/client-sns';
import { compileSql } from '@tributary/enrich/src/compile-sql.ts';
import { createAsk } from '../athena.ts';
import type { FilesLake } from '../files/files-lake.ts';
import { bucketFindings } from './buckets.ts';
import { crmFindings, readCrm, secretFindings } from './crm.ts';
import type { Check } from './finding.ts';
import type { Caller } from './identity.ts';
import { retentionFindings, subscriptionFindings } from './logs.ts';
import { busFindings, databaseFindings, workGroupFindings } from './places.ts';
import { concurrencyFindings, quotaFindings, quotas } from './quotas.ts';
import { stackFindings } from './stacks.ts';
import { alarmFindings, topicFindings } from './told.ts';

const enrich = fileURLToPath(new URL('../../services/enrich', import.meta.url));

export type Asking = {
  readonly caller: Caller;
  /** The CRM is asked for a row. */
  readonly query: boolean;
};

/** All that is asked of AWS, in the order in which it is told. */
export function checksOf({ target, names, s3, glue, flags }: FilesLake, { caller, query }: Asking): readonly Check[] {
  const { client } = target;
  const stage = { prefix: names.prefix, stage: target.stage };
  const athena = new AthenaClient(client);
  const lambda = new LambdaClient(client);
  const logs = new CloudWatchLogsClient(client);
  const secrets = new SecretsManagerClient(client);
  const serviceQuotas = new ServiceQuotasClient(client);
  const { partition, account } = caller;
  const arn = `arn:${partition}:sns:${client.region}:${account}:${names.prefix}-alarms-${target.stage}`;
  const topic = { arn, isLocal: client.endpoint !== undefined };
  const ask = createAsk(athena);
  const askCrm = (sql: string) => ask({ sql, database: names.lakeDatabase, workGroup: names.workGroup });
  const crm = async () => {
    const { enrichments } = compileSql(enrich);
    return crmFindings(athena, await readCrm(lambda, stage), { enrichments, query: query ? askCrm : undefined, flags });
  };
  const broker = `${names.prefix}/${target.stage}/broker`;
  return [
    { of: 'stacks', look: () => stackFindings(new CloudFormationClient(client), stage, flags) },
    { of: 'buckets', look: () => bucketFindings(s3, names, flags) },
    { of: 'databases', look: () => databaseFindings(glue, names, flags) },
    { of: 'work groups', look: () => workGroupFindings(athena, names, flags) },
    { of: 'bus', look: () => busFindings(new EventBridgeClient(client), names, flags) },
    { of: 'log groups', look: () => retentionFindings(logs, stage) },
    { of: names.haproxyLogGroup, look: () => subscriptionFindings({ logs, lambda }, names, flags) },
    { of: 'CRM', look: crm },
    { of: 'secret of the CRM', look: () => secretFindings(secrets, `${names.prefix}-crm-${target.stage}`) },
    { of: 'secret of the broker', look: () => secretFindings(secrets, broker) },
    { of: 'quota of Lambda', look: () => concurrencyFindings(lambda) },
    ...quotas.map((quota) => ({ of: quota.of, look: () => quotaFindings(serviceQuotas, quota) })),
    { of: 'alarms', look: () => alarmFindings(new CloudWatchClient(client), stage, flags) },
    { of: 'topic of alarms', look: () => topicFindings(new SNSClient(client), topic, flags) },
  ];
}
