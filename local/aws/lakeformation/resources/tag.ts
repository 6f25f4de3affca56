import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  CatalogId: z.string().optional(),
  TagKey: z.string(),
  TagValues: z.array(z.string()),
});

/** AWS::LakeFormation::Tag: a key and the values that it may have. */
export const tagResource = resourceType('AWS::LakeFormation::Tag', {
  schema,
  replaceOn: ['CatalogId', 'TagKey'],
  async create(properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'CreateLFTag', properties);
    return { physicalId: properties.TagKey, attributes: {} };
  },
  async update(current, { TagKey, TagValues }, _request, { cloud, caller }) {
    const { TagValues: held = [] } = await cloud.call(caller, 'lakeformation', 'GetLFTag', { TagKey });
    const wanted = TagValues.map((value) => value.toLowerCase());
    await cloud.call(caller, 'lakeformation', 'UpdateLFTag', {
      TagKey,
      TagValuesToAdd: wanted.filter((value) => !held.includes(value)),
      TagValuesToDelete: held.filter((value) => !wanted.includes(value)),
    });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'DeleteLFTag', { TagKey: current.physicalId });
  },
});
