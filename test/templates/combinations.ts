import { type ServiceName, serviceNames } from '@tributary/cli/service-names.ts';
import { fullParameters } from './full-parameters.ts';
import type { Parameters } from './package-service.ts';

export type Combination = { readonly service: ServiceName; readonly parameters: Parameters | undefined };

/** What differs from `full` where secrets are the stack's own, drain runs in no network, and databases are MySQL's. */
const own: Readonly<Record<'ingest' | 'enrich', Readonly<Record<string, string>>>> = {
  ingest: {
    brokerArn: 'arn:aws:mq:eu-west-1:123456789012:broker:events:b-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
    drain: 'on',
    dmsHost: 'db.internal.example.com',
    dmsSubnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    dmsSecurityGroupIds: 'sg-0123456789abcdef0',
  },
  enrich: {
    crmHost: 'crm.internal.example.com',
    crmSubnetId: 'subnet-0123456789abcdef0',
    crmSecurityGroupIds: 'sg-0123456789abcdef0',
  },
};

/**
 * The templates that the README's parameters make. Three of a service do for all: what a parameter switches is in the template by a condition
 * or by a file of resources of its own, and each of these is off in the first and on in another.
 */
export const combinations: readonly Combination[] = [
  ...serviceNames.map((service) => ({ service, parameters: undefined })),
  ...serviceNames.map((service) => ({ service, parameters: fullParameters(service) })),
  { service: 'ingest', parameters: { name: 'own', values: own.ingest } },
  { service: 'enrich', parameters: { name: 'own', values: own.enrich } },
];

/** As `ingest` or `ingest-full`. */
export const nameOfCombination = ({ service, parameters }: Combination): string =>
  parameters === undefined ? service : `${service}-${parameters.name}`;
