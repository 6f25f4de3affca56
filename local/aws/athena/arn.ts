import type { Context } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';

type Kind = 'workgroup' | 'datacatalog';

/** The ARN of a work group or data catalog. */
export const arnOf = ({ cloud }: Pick<Context, 'cloud'>, kind: Kind, name: string) =>
  `arn:aws:athena:${cloud.region}:${cloud.account}:${kind}/${name}`;

/** What an action on a work group or data catalog needs. */
export const onResource = (action: string, kind: Kind, name: string | undefined, context: Context): Permission[] => [
  { action: `athena:${action}`, resource: arnOf(context, kind, name ?? '') },
];

/** What an action that IAM cannot narrow to a resource needs. */
export const onAll = (action: string): Permission[] => [{ action: `athena:${action}`, resource: '*' }];
