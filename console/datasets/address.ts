import { hrefOf } from '../app/route.ts';

/** Where one is shown: a target, a copy, or a table that others read. */
export function ofDataset(name: string): string {
  return hrefOf('datasets', [name]);
}

/** Where a statement is shown, by Athena's id. */
export function ofStatement(executionId: string): string {
  return hrefOf('sql', [], { execution: executionId });
}

/** A page of the runbook; `of`: what its commands are filled in with. */
export function ofRunbook(page: string, of: string): string {
  return hrefOf('alarms', [], { page, of });
}
