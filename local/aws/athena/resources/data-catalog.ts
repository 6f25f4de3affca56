import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { cfnTags } from './schema.ts';
import { allTags } from './work-group.ts';

const schema = z.strictObject({
  Name: z.string(),
  Type: z.enum(['GLUE', 'LAMBDA', 'FEDERATED', 'HIVE']),
  Description: z.string().optional(),
  Parameters: z.record(z.string(), z.coerce.string()).optional(),
  ConnectionType: z.string().optional(),
  Tags: cfnTags,
});

type Properties = z.infer<typeof schema>;

export const dataCatalogResource = resourceType('AWS::Athena::DataCatalog', {
  schema,
  replaceOn: ['Name'],
  async create(properties, { tags }, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'CreateDataCatalog', {
      ...definition(properties),
      Tags: allTags(tags, properties.Tags),
    });
    return { physicalId: properties.Name, attributes: {} };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'UpdateDataCatalog', definition(properties));
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'DeleteDataCatalog', { Name: current.physicalId });
  },
});

/** Athena's API knows no ConnectionType: what it takes is the parameter connection-type. */
const definition = ({ Name, Type, Description, Parameters }: Properties) => ({ Name, Type, Description, Parameters });
