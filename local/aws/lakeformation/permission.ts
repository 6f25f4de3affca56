import type { Permission } from '../../kernel/permission.ts';

/** Lake Formation's actions know no resources. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslakeformation.html */
export const allowed = (action: string): readonly Permission[] => [
  { action: `lakeformation:${action}`, resource: '*' },
];
