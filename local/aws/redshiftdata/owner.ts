import { type Caller, callerUserId } from '../../kernel/caller.ts';
import type { Permission } from '../../kernel/permission.ts';
import { noSuchStatement } from './error.ts';
import type { RedshiftStore, StoredStatement } from './store.ts';

/** A statement's id and, of an SQL statement in a batch, its number from 1. */
export type Address = { readonly id: string; readonly number: number | undefined };

export function addressOf(text = ''): Address {
  const [id = '', number] = text.split(':');
  return { id, number: number === undefined || number === '' ? undefined : Number(number) };
}

/** The condition keys of who ran a statement; the caller itself where there is none. */
export function onStatement(
  store: RedshiftStore,
  { action, id, caller }: { readonly action: string; readonly id: string | undefined; readonly caller: Caller },
): readonly Permission[] {
  const owner = store.statements.get(addressOf(id).id)?.caller ?? caller;
  return [
    {
      action: `redshift-data:${action}`,
      resource: '*',
      conditions: { 'redshift-data:statement-owner-iam-userid': callerUserId(owner) },
    },
  ];
}

/** Whether the caller sees a statement: those of its own role, in any session; the administrator sees all. */
export function isVisible({ caller: owner }: StoredStatement, caller: Caller): boolean {
  if (caller.kind === 'admin') return true;
  return owner.kind === 'role' && caller.kind === 'role' && owner.roleArn === caller.roleArn;
}

/** The statement, or ResourceNotFoundException: of somebody else it is as if it were not there. */
export function findStatement(store: RedshiftStore, text: string | undefined, caller: Caller): StoredStatement {
  const { id, number } = addressOf(text);
  const found = store.statements.get(id);
  const isThere = found !== undefined && isVisible(found, caller) && hasNumber(found, number);
  if (!isThere) throw noSuchStatement(text ?? '');
  return found;
}

const hasNumber = ({ isBatch, sqls }: StoredStatement, number: number | undefined) =>
  number === undefined || (isBatch && number >= 1 && number <= sqls.length);
