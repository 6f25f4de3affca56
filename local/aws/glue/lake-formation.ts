import { z } from 'zod';
import { lakeGrants } from '../../kernel/bound.ts';
import { AwsError } from '../../kernel/error.ts';
import type { LakeGrants } from '../../kernel/lake-grants.ts';
import type { Context, Operation } from '../../kernel/operation.ts';
import { restrict } from './restrict.ts';

/** What an operation takes of Lake Formation, of a table or of a database. */
type Need = { readonly of: 'table' | 'database'; readonly permission: string };

const table = (permission: string): Need => ({ of: 'table', permission });
const database = (permission: string): Need => ({ of: 'database', permission });

/** https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html */
const needs: Readonly<Record<string, Need>> = {
  GetDatabase: database('DESCRIBE'),
  UpdateDatabase: database('ALTER'),
  DeleteDatabase: database('DROP'),
  CreateTable: database('CREATE_TABLE'),
  GetTable: table('DESCRIBE'),
  GetTableVersion: table('DESCRIBE'),
  GetTableVersions: table('DESCRIBE'),
  GetPartition: table('DESCRIBE'),
  GetPartitions: table('DESCRIBE'),
  BatchGetPartition: table('DESCRIBE'),
  GetColumnStatisticsForTable: table('SELECT'),
  GetColumnStatisticsForPartition: table('SELECT'),
  UpdateTable: table('ALTER'),
  DeleteTable: table('DROP'),
  BatchDeleteTable: table('DROP'),
  DeleteTableVersion: table('ALTER'),
  BatchDeleteTableVersion: table('ALTER'),
  CreatePartition: table('INSERT'),
  BatchCreatePartition: table('INSERT'),
  UpdatePartition: table('INSERT'),
  BatchUpdatePartition: table('INSERT'),
  DeletePartition: table('DELETE'),
  BatchDeletePartition: table('DELETE'),
  UpdateColumnStatisticsForTable: table('ALTER'),
  DeleteColumnStatisticsForTable: table('ALTER'),
  UpdateColumnStatisticsForPartition: table('ALTER'),
  DeleteColumnStatisticsForPartition: table('ALTER'),
};

/** Whoever was opted in needs Lake Formation's permission beside IAM's, and is shown what it grants. */
export function boundByGrants(operation: Operation): Operation {
  const need = needs[operation.name];
  return {
    ...operation,
    async handle(input, context) {
      if (context.caller.kind !== 'role') return operation.handle(input, context);
      if (need !== undefined) requireGranted(need, input, context);
      return restrict(await operation.handle(input, context), context);
    },
  };
}

const named = z.object({
  DatabaseName: z.string().optional(),
  Name: z.string().optional(),
  TableName: z.string().optional(),
  TableInput: z.object({ Name: z.string().optional() }).optional(),
  TablesToDelete: z.array(z.string()).optional(),
});

function requireGranted({ of, permission }: Need, given: unknown, context: Context): void {
  const input = named.parse(given);
  if (of === 'database') {
    const name = input.DatabaseName ?? input.Name ?? '';
    requirePermission(lakeGrants(context, { database: name }), permission, name);
    return;
  }
  const tables = input.TablesToDelete ?? [input.TableName ?? input.TableInput?.Name ?? input.Name ?? ''];
  for (const name of tables)
    requirePermission(lakeGrants(context, { database: input.DatabaseName ?? '', table: name }), permission, name);
}

/** Any grant lets an entity be described. */
function requirePermission(grants: LakeGrants | undefined, permission: string, name: string): void {
  if (grants === undefined || grants.has(permission) || (permission === 'DESCRIBE' && grants.isGranted)) return;
  const word = `${permission.charAt(0)}${permission.slice(1).toLowerCase().replace('_t', ' T')}`;
  throw new AwsError('AccessDeniedException', `Insufficient Lake Formation permission(s): Required ${word} on ${name}`);
}
