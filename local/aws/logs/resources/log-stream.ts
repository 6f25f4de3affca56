import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({ LogGroupName: z.string(), LogStreamName: z.string().optional() });

/** A log stream; its group may be gone before it. */
export const logStreamResource = resourceType('AWS::Logs::LogStream', {
  schema,
  replaceOn: ['LogGroupName', 'LogStreamName'],
  async create(properties, request, { cloud, caller }) {
    const logStreamName = properties.LogStreamName ?? request.generatedName;
    await cloud.call(caller, 'logs', 'CreateLogStream', { logGroupName: properties.LogGroupName, logStreamName });
    return { physicalId: logStreamName, attributes: {} };
  },
  update: async (current) => current,
  async remove(current, { LogGroupName }, { cloud, caller }) {
    await cloud.call(caller, 'logs', 'DeleteLogStream', {
      logGroupName: LogGroupName,
      logStreamName: current.physicalId,
    });
  },
});
