import { z } from 'zod';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Permission } from '../../kernel/permission.ts';

const named = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  ResourceArn: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
});

/** The permissions of an operation: on each table or index that its input names. */
export function tablePermissions(operation: string, input: unknown, cloud: Cloud): readonly Permission[] {
  const { TableName, IndexName, ResourceArn, RequestItems } = named.parse(input);
  const action = `dynamodb:${operation}`;
  if (RequestItems) return Object.keys(RequestItems).map((name) => ({ action, resource: tableArn(cloud, name) }));
  if (ResourceArn !== undefined) return [{ action, resource: ResourceArn }];
  if (TableName === undefined) return [{ action, resource: '*' }];
  const table = tableArn(cloud, TableName);
  return [{ action, resource: IndexName === undefined ? table : `${table}/index/${IndexName}` }];
}

export function tableArn(cloud: Pick<Cloud, 'account' | 'region'>, name: string): string {
  return `arn:aws:dynamodb:${cloud.region}:${cloud.account}:table/${name}`;
}
