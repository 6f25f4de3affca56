import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { columns, database, table, tagPair } from './schema.ts';

const schema = z.strictObject({
  Resource: z.strictObject({
    Database: database.optional(),
    Table: table.optional(),
    TableWithColumns: columns.optional(),
  }),
  LFTags: z.array(tagPair),
});

/** AWS::LakeFormation::TagAssociation: tags of a database, a table or columns. */
export const tagAssociationResource = resourceType('AWS::LakeFormation::TagAssociation', {
  schema,
  replaceOn: ['Resource', 'LFTags'],
  async create(properties, { generatedName }, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'AddLFTagsToResource', properties);
    return {
      physicalId: generatedName,
      attributes: {
        ResourceIdentifier: JSON.stringify(properties.Resource),
        TagsIdentifier: JSON.stringify(properties.LFTags),
      },
    };
  },
  update: async (current) => current,
  async remove(_current, properties, { cloud, caller }) {
    await cloud.call(caller, 'lakeformation', 'RemoveLFTagsFromResource', properties);
  },
});
