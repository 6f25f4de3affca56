import { notCovered } from '../../../kernel/error.ts';
import { invalidRequest } from '../error.ts';
import { connectors, readConnectionProperties } from './connection-properties.ts';

/** What the name of the connector's function leaves of its 64 characters, and what the connector's template takes of it. */
const nameShape = /^[a-z0-9_@-]{1,41}$/;

const known: ReadonlySet<string> = new Set([
  'connection-arn',
  'connection-type',
  'connection-properties',
  'lambda-role-arn',
]);

/** Throws for a FEDERATED catalog that Athena would refuse, or could not make. */
export function checkFederated(name: string, parameters: Readonly<Record<string, string>>): void {
  if (!nameShape.test(name))
    throw invalidRequest(
      `DataCatalog name ${name} is not valid for type FEDERATED: it must be at most 41 lower-case letters, digits, underscores, at signs and hyphens`,
    );
  const stray = Object.keys(parameters).find((parameter) => !known.has(parameter));
  if (stray !== undefined) throw invalidRequest(`Parameter ${stray} is not supported for DataCatalog type FEDERATED`);
  const { 'connection-arn': arn, 'connection-type': type, 'connection-properties': properties } = parameters;
  if (arn !== undefined && (type !== undefined || properties !== undefined))
    throw invalidRequest('Provide either connection-arn, or connection-type and connection-properties, but not both');
  if (arn !== undefined) throw notCovered('a FEDERATED data catalog of an existing Glue connection (connection-arn)');
  if (type === undefined || !Object.hasOwn(connectors, type))
    throw notCovered(
      `a FEDERATED data catalog of connection-type ${type}; ${Object.keys(connectors).join(' and ')} are`,
    );
  const read = readConnectionProperties(properties ?? '');
  if ('wrong' in read) throw invalidRequest(`connection-properties are not valid: ${read.wrong}`);
}
