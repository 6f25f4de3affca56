import { readFileSync } from 'node:fs';
import type { ServiceName } from '@tributary/cli/deploy.ts';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Parameters } from './package-service.ts';

const declared = z.object({ params: z.object({ default: z.record(z.string(), z.union([z.string(), z.number()])) }) });

/** A service's parameters and their defaults, as its serverless.yml has them. */
export function defaultParameters(service: ServiceName): Readonly<Record<string, string | number>> {
  const file = new URL(`../../services/${service}/serverless.yml`, import.meta.url);
  return declared.parse(parse(readFileSync(file, 'utf8'))).params.default;
}

const full: Readonly<Record<ServiceName, Readonly<Record<string, string>>>> = {
  ingest: {
    haproxyDelivery: 'lambda',
    eventShards: '4',
    brokerArn: 'arn:aws:mq:eu-west-1:123456789012:broker:events:b-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
    drain: 'on',
    brokerQueue: 'events',
    brokerVhost: 'shop',
    brokerSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:broker-AbC123',
    subnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    securityGroupIds: 'sg-0123456789abcdef0',
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
  query: {},
  catalog: {},
};

/** Every parameter that decides what is in the template, set: all branches that are off by default are on. */
export const fullParameters = (service: ServiceName): Parameters => ({ name: 'full', values: full[service] });
