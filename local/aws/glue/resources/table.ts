import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { columns, parametersSchema, storageDescriptor } from './schema.ts';

const schema = z.strictObject({
  CatalogId: z.string(),
  DatabaseName: z.string(),
  TableInput: z.strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    Owner: z.string().optional(),
    Retention: z.coerce.number().optional(),
    StorageDescriptor: storageDescriptor.optional(),
    PartitionKeys: columns.optional(),
    ViewOriginalText: z.string().optional(),
    ViewExpandedText: z.string().optional(),
    TableType: z.string().optional(),
    Parameters: parametersSchema.optional(),
  }),
});

export const tableResource = resourceType('AWS::Glue::Table', {
  schema,
  replaceOn: ['CatalogId', 'DatabaseName', 'TableInput.Name'],
  async create({ TableInput, ...where }, { generatedName }, { cloud, caller }) {
    const name = (TableInput.Name ?? generatedName).toLowerCase();
    await cloud.call(caller, 'glue', 'CreateTable', { ...where, TableInput: { ...TableInput, Name: name } });
    return { physicalId: name, attributes: {} };
  },
  async update(current, { TableInput, ...where }, _request, { cloud, caller }) {
    const input = { ...TableInput, Name: current.physicalId };
    await cloud.call(caller, 'glue', 'UpdateTable', { ...where, TableInput: input });
    return current;
  },
  async remove(current, { TableInput: _input, ...where }, { cloud, caller }) {
    await cloud.call(caller, 'glue', 'DeleteTable', { ...where, Name: current.physicalId });
  },
});
