import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';
import { flag, integer } from './scalar.ts';

const schema = z.strictObject({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  BatchSize: integer.optional(),
  Enabled: flag.optional(),
  MaximumBatchingWindowInSeconds: integer.optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).optional(),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).optional() }).optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: integer.optional() }).optional(),
  StartingPosition: z.enum(['LATEST', 'TRIM_HORIZON', 'AT_TIMESTAMP']).optional(),
  StartingPositionTimestamp: z.coerce
    .number()
    .transform((seconds) => new Date(seconds * 1_000))
    .optional(),
  ParallelizationFactor: integer.optional(),
  MaximumRecordAgeInSeconds: integer.optional(),
  MaximumRetryAttempts: integer.optional(),
  BisectBatchOnFunctionError: flag.optional(),
  TumblingWindowInSeconds: integer.optional(),
  Queues: z.array(z.string()).optional(),
  SourceAccessConfigurations: z
    .array(z.strictObject({ Type: z.enum(['BASIC_AUTH', 'VIRTUAL_HOST']), URI: z.string() }))
    .optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string().optional() }).optional() })
    .optional(),
});

/** A poller that reads a queue or a stream for a function. */
export const eventSourceMappingResource = resourceType('AWS::Lambda::EventSourceMapping', {
  schema,
  replaceOn: ['EventSourceArn', 'Queues', 'StartingPosition', 'StartingPositionTimestamp'],
  async create(properties, _request, { cloud, caller }) {
    const { UUID = '', EventSourceMappingArn = '' } = await cloud.call(
      caller,
      'lambda',
      'CreateEventSourceMapping',
      properties,
    );
    return { physicalId: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    const {
      EventSourceArn: _arn,
      Queues: _queues,
      StartingPosition: _start,
      StartingPositionTimestamp: _at,
      ...settings
    } = properties;
    await cloud.call(caller, 'lambda', 'UpdateEventSourceMapping', { UUID: current.physicalId, ...settings });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'lambda', 'DeleteEventSourceMapping', { UUID: current.physicalId });
  },
});
