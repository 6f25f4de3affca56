import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  StatementName: z.string(),
  WorkGroup: z.string(),
  QueryStatement: z.string(),
  Description: z.string().optional(),
});

export const preparedStatementResource = resourceType('AWS::Athena::PreparedStatement', {
  schema,
  replaceOn: ['StatementName', 'WorkGroup'],
  async create(properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'CreatePreparedStatement', properties);
    return { physicalId: properties.StatementName, attributes: {} };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'UpdatePreparedStatement', properties);
    return current;
  },
  async remove(_current, { StatementName, WorkGroup }, { cloud, caller }) {
    await cloud.call(caller, 'athena', 'DeletePreparedStatement', { StatementName, WorkGroup });
  },
});
