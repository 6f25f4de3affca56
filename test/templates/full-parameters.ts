import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@tributary/cli/service-names.ts';
import { declarationsOf, paramsOf } from '@tributary/shared/serverless/parameters/files.ts';
import type { Parameters } from './package-service.ts';

/** A service's parameters and their defaults, as its parameters.yml has them. */
export function defaultParameters(service: ServiceName): Readonly<Record<string, string | number>> {
  return paramsOf(declarationsOf(fileURLToPath(new URL(`../../services/${service}`, import.meta.url)))).default;
}

const full: Readonly<Record<ServiceName, Readonly<Record<string, string>>>> = {
  ingest: {
    instantAfterDays: '30',
    haproxyDelivery: 'lambda',
    haproxyLines: 'on',
    eventShards: '4',
    brokerArn: 'arn:aws:mq:eu-west-1:123456789012:broker:events:b-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
    drain: 'on',
    brokerQueue: 'events',
    brokerVhost: 'shop',
    brokerSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:broker-AbC123',
    subnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    securityGroupIds: 'sg-0123456789abcdef0',
    dmsHost: 'db.internal.example.com',
    dmsEngine: 'postgres',
    dmsPort: '6432',
    dmsDatabase: 'shop',
    dmsSources: 'shop,crm',
    dmsSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbC123',
    dmsSubnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    dmsSecurityGroupIds: 'sg-0123456789abcdef0',
    dmsSsl: 'verify-full',
    dmsCertificateArn: 'arn:aws:dms:eu-west-1:123456789012:cert:ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    dmsMaxCapacity: '16',
    flows: 'example.yml',
    replicaAccount: '210987654321',
    replicaBucket: 'copy-of-raw-210987654321',
    lakeBucket: 'ingest',
    sourceAccount: '321098765432',
  },
  enrich: {
    crmEngine: 'POSTGRESQL',
    crmHost: 'crm.internal.example.com',
    crmPort: '6432',
    crmDatabase: 'crm',
    crmSchema: 'sales',
    crmSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crm-AbC123',
    crmSubnetId: 'subnet-0123456789abcdef0',
    crmSecurityGroupIds: 'sg-0123456789abcdef0,sg-0123456789abcdef1',
  },
  query: {
    alarmEmail: 'on-call@example.com',
    chat: 'on',
    chatWebhookSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat-AbC123',
    quickSightPrincipal: 'arn:aws:quicksight:eu-west-1:123456789012:group/default/analysts',
    quickSightSensitivePrincipal: 'arn:aws:quicksight:eu-west-1:123456789012:group/default/owners',
    reportSchedule: 'cron(0 6 * * ? *)',
    reportDashboards: 'integrations,operations',
    reportMailFrom: 'lake@example.com',
    reportMailTo: 'ada@example.com,grace@example.com',
    spark: 'emr-serverless',
    sparkCpus: '64',
    sparkIdleMinutes: '5',
    monthlyBudget: '200',
    scanGigabytes: '100',
    egressBucket: 'copies-of-a-partner',
    egressSubnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    egressSecurityGroupIds: 'sg-0123456789abcdef0',
    redshiftWorkgroups: 'reporting=0a1b2c3d-0000-4000-8000-0123456789ab',
    redshiftRole: 'arn:aws:iam::123456789012:role/copies',
  },
  catalog: {
    analysts: 'arn:aws:iam::123456789012:role/people,arn:aws:iam::123456789012:user/ada',
    crawlers: 'example.yml',
    sourceAccount: '321098765432',
  },
};

/** Every parameter that decides what is in the template, set: all branches that are off by default are on. */
export const fullParameters = (service: ServiceName): Parameters => ({ name: 'full', values: full[service] });
