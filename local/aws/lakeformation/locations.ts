import type { ResourceInfo } from '@aws-sdk/client-lakeformation';
import { notCovered } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';
import { alreadyExists, invalidInput, notFound } from './error.ts';
import { allowed } from './permission.ts';
import type { LakeStore, StoredLocation } from './store.ts';

type Registration = {
  readonly RoleArn?: string | undefined;
  readonly UseServiceLinkedRole?: boolean | undefined;
  readonly WithFederation?: boolean | undefined;
  readonly HybridAccessEnabled?: boolean | undefined;
};

/** What is registered here is in hybrid access mode and has a role of its own: whoever is not opted in goes by IAM as before. */
export const registerResource = (store: LakeStore) =>
  operation('lakeformation', 'RegisterResource', {
    permissions: (input) => [...allowed('RegisterResource'), passRole(input.RoleArn)],
    handle(input, { cloud }) {
      const arn = readArn(input.ResourceArn);
      if (store.locations.has(arn)) throw alreadyExists('Resource is already registered');
      store.locations.put(arn, { arn, roleArn: roleOf(input), at: cloud.clock.now() });
      return {};
    },
  });

export const updateResource = (store: LakeStore) =>
  operation('lakeformation', 'UpdateResource', {
    permissions: (input) => [...allowed('UpdateResource'), passRole(input.RoleArn)],
    handle(input, { cloud }) {
      const location = find(store, input.ResourceArn);
      store.locations.put(location.arn, { ...location, roleArn: roleOf(input), at: cloud.clock.now() });
      return {};
    },
  });

export const describeResource = (store: LakeStore) =>
  operation('lakeformation', 'DescribeResource', {
    permissions: () => allowed('DescribeResource'),
    handle: (input) => ({ ResourceInfo: describe(find(store, input.ResourceArn)) }),
  });

export const deregisterResource = (store: LakeStore) =>
  operation('lakeformation', 'DeregisterResource', {
    permissions: () => allowed('DeregisterResource'),
    handle(input) {
      store.locations.delete(find(store, input.ResourceArn).arn);
      return {};
    },
  });

function passRole(resource = ''): Permission {
  return { action: 'iam:PassRole', resource, conditions: { 'iam:PassedToService': 'lakeformation.amazonaws.com' } };
}

function readArn(arn = ''): string {
  if (!/^arn:aws[\w-]*:s3:::[^/]+(\/.*)?$/.test(arn)) throw invalidInput(`Not the ARN of a location in S3: ${arn}`);
  return arn.replace(/\/+$/, '');
}

function roleOf({ RoleArn, UseServiceLinkedRole, WithFederation, HybridAccessEnabled }: Registration): string {
  if (UseServiceLinkedRole === true || RoleArn === undefined)
    throw notCovered('lakeformation: a location of the service-linked role');
  if (WithFederation === true) throw notCovered('lakeformation: federated locations');
  if (HybridAccessEnabled !== true) throw notCovered('lakeformation: a location without hybrid access mode');
  return RoleArn;
}

function find(store: LakeStore, arn: string | undefined): StoredLocation {
  const location = store.locations.get((arn ?? '').replace(/\/+$/, ''));
  if (location === undefined) throw notFound(`Resource ${arn} is not registered.`);
  return location;
}

function describe({ arn, roleArn, at }: StoredLocation): ResourceInfo {
  return { ResourceArn: arn, RoleArn: roleArn, LastModified: new Date(at), HybridAccessEnabled: true };
}
