import { z } from 'zod';
import { resourceType } from '../../../kernel/resource.ts';

const behavior = z.enum(['LOG', 'UPDATE_IN_DATABASE']);
const deletion = z.enum(['LOG', 'DELETE_FROM_DATABASE', 'DEPRECATE_IN_DATABASE']);

const schema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  Role: z.string(),
  DatabaseName: z.string().optional(),
  TablePrefix: z.string().optional(),
  Targets: z.strictObject({ S3Targets: z.array(z.strictObject({ Path: z.string() })) }),
  Schedule: z.strictObject({ ScheduleExpression: z.string().optional() }).optional(),
  RecrawlPolicy: z
    .strictObject({ RecrawlBehavior: z.enum(['CRAWL_EVERYTHING', 'CRAWL_NEW_FOLDERS_ONLY']).optional() })
    .optional(),
  SchemaChangePolicy: z
    .strictObject({ UpdateBehavior: behavior.optional(), DeleteBehavior: deletion.optional() })
    .optional(),
  Configuration: z.string().optional(),
});

/** What a property that is taken out of a template becomes is its default, not what it was. */
function inputOf({
  Schedule,
  Description = '',
  TablePrefix = '',
  Configuration = '',
  ...rest
}: z.infer<typeof schema>) {
  return { ...rest, Description, TablePrefix, Configuration, Schedule: Schedule?.ScheduleExpression ?? '' };
}

export const crawlerResource = resourceType('AWS::Glue::Crawler', {
  schema,
  replaceOn: ['Name'],
  async create(properties, { generatedName }, { cloud, caller }) {
    const Name = properties.Name ?? generatedName;
    await cloud.call(caller, 'glue', 'CreateCrawler', { ...inputOf(properties), Name });
    return { physicalId: Name, attributes: {} };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'glue', 'UpdateCrawler', { ...inputOf(properties), Name: current.physicalId });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'glue', 'DeleteCrawler', { Name: current.physicalId });
  },
});
