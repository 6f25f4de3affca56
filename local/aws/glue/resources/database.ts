import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { parametersSchema } from './schema.ts';

const schema = z.strictObject({
  CatalogId: z.string(),
  DatabaseName: z.string().optional(),
  DatabaseInput: z.strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    LocationUri: z.string().optional(),
    Parameters: parametersSchema.optional(),
  }),
});

export const databaseResource = resourceType('AWS::Glue::Database', {
  schema,
  replaceOn: ['CatalogId', 'DatabaseName', 'DatabaseInput.Name'],
  async create({ CatalogId, DatabaseName, DatabaseInput }, { generatedName }, { cloud, caller }) {
    const name = (DatabaseName ?? DatabaseInput.Name ?? generatedName).toLowerCase();
    await cloud.call(caller, 'glue', 'CreateDatabase', { CatalogId, DatabaseInput: { ...DatabaseInput, Name: name } });
    return { physicalId: name, attributes: {} };
  },
  async update(current, { CatalogId, DatabaseInput }, _request, { cloud, caller }) {
    const name = current.physicalId;
    await cloud.call(caller, 'glue', 'UpdateDatabase', {
      CatalogId,
      Name: name,
      DatabaseInput: { ...DatabaseInput, Name: name },
    });
    return current;
  },
  async remove(current, { CatalogId }, { cloud, caller }) {
    await cloud.call(caller, 'glue', 'DeleteDatabase', { CatalogId, Name: current.physicalId });
  },
});
