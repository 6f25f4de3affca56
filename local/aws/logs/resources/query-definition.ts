import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  Name: z.string(),
  QueryString: z.string(),
  LogGroupNames: z.array(z.string()).optional(),
});

type Properties = z.infer<typeof schema>;

const inputOf = ({ Name, QueryString, LogGroupNames = [] }: Properties) => ({
  name: Name,
  queryString: QueryString,
  logGroupNames: LogGroupNames,
});

/** Ref is the definition's id. */
export const queryDefinitionResource = resourceType('AWS::Logs::QueryDefinition', {
  schema,
  replaceOn: [],
  async create(properties, _request, { cloud, caller }) {
    const { queryDefinitionId = '' } = await cloud.call(caller, 'logs', 'PutQueryDefinition', inputOf(properties));
    return { physicalId: queryDefinitionId, attributes: { QueryDefinitionId: queryDefinitionId } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    const queryDefinitionId = current.physicalId;
    await cloud.call(caller, 'logs', 'PutQueryDefinition', { ...inputOf(properties), queryDefinitionId });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'logs', 'DeleteQueryDefinition', { queryDefinitionId: current.physicalId });
  },
});
