import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { parametersSchema, storageDescriptor } from './schema.ts';

const schema = z.strictObject({
  CatalogId: z.string(),
  DatabaseName: z.string(),
  TableName: z.string(),
  PartitionInput: z.strictObject({
    Values: z.array(z.string()),
    Parameters: parametersSchema.optional(),
    StorageDescriptor: storageDescriptor.optional(),
  }),
});

export const partitionResource = resourceType('AWS::Glue::Partition', {
  schema,
  replaceOn: ['CatalogId', 'DatabaseName', 'TableName', 'PartitionInput.Values'],
  async create({ PartitionInput, ...where }, _request, { cloud, caller }) {
    await cloud.call(caller, 'glue', 'CreatePartition', { ...where, PartitionInput });
    return { physicalId: [where.DatabaseName, where.TableName, ...PartitionInput.Values].join('|'), attributes: {} };
  },
  async update(current, { PartitionInput, ...where }, _request, { cloud, caller }) {
    const PartitionValueList = PartitionInput.Values;
    await cloud.call(caller, 'glue', 'UpdatePartition', { ...where, PartitionValueList, PartitionInput });
    return current;
  },
  async remove(_current, { PartitionInput, ...where }, { cloud, caller }) {
    await cloud.call(caller, 'glue', 'DeletePartition', { ...where, PartitionValues: PartitionInput.Values });
  },
});
