import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { Service } from '../../kernel/service.ts';
import { accessTo } from './access.ts';
import { addLFTagsToResource, getResourceLFTags, removeLFTagsFromResource } from './assigned-tags.ts';
import { grantPermissions, listPermissions, revokePermissions } from './grants.ts';
import { deregisterResource, describeResource, registerResource, updateResource } from './locations.ts';
import { createLakeFormationOptIn, deleteLakeFormationOptIn, listLakeFormationOptIns } from './opt-ins.ts';
import { locationResource } from './resources/location.ts';
import { principalPermissionsResource } from './resources/principal-permissions.ts';
import { tagResource } from './resources/tag.ts';
import { tagAssociationResource } from './resources/tag-association.ts';
import { getDataLakeSettings, putDataLakeSettings } from './settings.ts';
import { type LakeStore, openLakeStore } from './store.ts';
import { createLFTag, deleteLFTag, getLFTag, updateLFTag } from './tags.ts';

const operations: readonly ((store: LakeStore) => Operation)[] = [
  registerResource,
  updateResource,
  describeResource,
  deregisterResource,
  createLFTag,
  getLFTag,
  updateLFTag,
  deleteLFTag,
  addLFTagsToResource,
  removeLFTagsFromResource,
  getResourceLFTags,
  grantPermissions,
  revokePermissions,
  listPermissions,
  createLakeFormationOptIn,
  deleteLakeFormationOptIn,
  listLakeFormationOptIns,
  getDataLakeSettings,
  putDataLakeSettings,
];

/** Lake Formation in hybrid access mode, its state in `<stateDir>/lakeformation`: Glue and Athena ask it what whoever is opted in may see. */
export function createLakeFormation(cloud: Pick<Cloud, 'stateDir'>): Service {
  const store = openLakeStore(join(cloud.stateDir, 'lakeformation'));
  return {
    name: 'lakeformation',
    operations: operations.map((create) => create(store)),
    resources: [locationResource, tagResource, tagAssociationResource, principalPermissionsResource],
    lakeGrants: (caller, entity) => accessTo(store, caller, entity),
  };
}
