import type { ResourceToImport } from '@aws-sdk/client-cloudformation';
import type { Context } from '../../kernel/operation.ts';
import type { Provisioned } from '../../kernel/resource.ts';
import { importable } from './importable.ts';
import type { Prepared } from './prepare.ts';
import type { PlannedChange } from './stack.ts';
import type { StackStore } from './store.ts';
import { validationError } from './validation-error.ts';

/** Resources that are there already and become the stack's, by logical id; `problem` is why the change set fails. */
export type Adoption = { readonly adopted: Readonly<Record<string, Provisioned>>; readonly problem?: string };

type Candidate = { readonly logicalId: string; readonly identifier: string; readonly found: Provisioned };

/**
 * What a change set with ImportExistingResources takes in: new resources of the template that have a name of their own, written out,
 * and are there already, in no stack. Those have to be retained ones.
 */
export async function adoptExisting(store: StackStore, prepared: Prepared, context: Context): Promise<Adoption> {
  const added = prepared.changes.filter(({ action }) => action === 'Add');
  const looked = await Promise.all(added.map((change) => candidate(change, prepared, context)));
  const found = looked.flatMap((each) => (each === undefined || isOwned(store, each) ? [] : [each]));
  const loose = found.filter(({ logicalId }) => !isRetained(prepared, logicalId));
  if (loose.length > 0) return { adopted: {}, problem: notRetained(loose) };
  return { adopted: Object.fromEntries(found.map((each) => [each.logicalId, each.found])) };
}

function notRetained(loose: readonly Candidate[]): string {
  const affected = loose.map(
    ({ logicalId, identifier, found }) => `${logicalId} ({${identifier}=${found.physicalId}})`,
  );
  return `CloudFormation is attempting to import some resources because they already exist in your account. The resources must have the DeletionPolicy attribute set to 'Retain' or 'RetainExceptOnCreate' in the template for successful import. The affected resources are ${affected.join(', ')}`;
}

async function candidate(
  { logicalId, type }: PlannedChange,
  { template }: Prepared,
  context: Context,
): Promise<Candidate | undefined> {
  const kind = importable[type];
  if (kind === undefined || kind.isReadOnly) return undefined;
  const name = template.resources[logicalId]?.properties[kind.identifier];
  if (typeof name !== 'string') return undefined;
  const found = await kind.find(name, context);
  return found && { logicalId, identifier: kind.identifier, found };
}

function isOwned(store: StackStore, { found }: Pick<Candidate, 'found'>): boolean {
  return [...store.stacks.values()].some(({ id }) =>
    store.resourcesOf(id).some(({ physicalId }) => physicalId === found.physicalId),
  );
}

function isRetained({ template }: Prepared, logicalId: string): boolean {
  return template.resources[logicalId]?.deletionPolicy?.startsWith('Retain') ?? false;
}

/** What a change set of type IMPORT takes in, and nothing else may be changed by it; ValidationError says what is wrong. */
export async function adoptNamed(
  store: StackStore,
  prepared: Prepared,
  wanted: readonly ResourceToImport[],
  context: Context,
): Promise<Adoption> {
  checkImport(prepared, wanted);
  const adopted: Record<string, Provisioned> = {};
  for (const { LogicalResourceId: logicalId = '', ResourceType: type = '', ResourceIdentifier: by = {} } of wanted) {
    const kind = importable[type];
    if (kind === undefined) throw validationError(`ResourceTypes [${type}] are not supported for Import`);
    const found = await kind.find(by[kind.identifier] ?? '', context);
    if (found === undefined)
      throw validationError(`Resource of type '${type}' with identifier '${by[kind.identifier]}' was not found.`);
    if (isOwned(store, { found }))
      throw validationError(
        `Resources [${logicalId}] passed in ResourceToImport are already in a stack and cannot be imported.`,
      );
    adopted[logicalId] = found;
  }
  return { adopted };
}

function checkImport({ changes, template }: Prepared, wanted: readonly ResourceToImport[]): void {
  if (wanted.length === 0) throw validationError('ResourcesToImport must be specified for change set type IMPORT');
  const ids = wanted.map(({ LogicalResourceId = '' }) => LogicalResourceId);
  const without = ids.filter((id) => template.resources[id]?.deletionPolicy === undefined);
  if (without.length > 0)
    throw validationError(
      `The following resources to import [${without.join(', ')}] must have DeletionPolicy attribute specified in the template.`,
    );
  const others = changes.filter(({ logicalId, action }) => action === 'Add' && !ids.includes(logicalId));
  if (others.length > 0)
    throw validationError(
      `Resources [${others.map(({ logicalId }) => logicalId).join(', ')}] is missing from ResourceToImport list`,
    );
  const changed = changes.filter(({ action }) => action !== 'Add').map(({ logicalId }) => logicalId);
  if (changed.length > 0)
    throw validationError(`As part of the import operation, you cannot modify or add [${changed.join(', ')}]`);
}

/** The changes as a description tells them: what is taken in is no addition. */
export function asImports(changes: readonly PlannedChange[], { adopted }: Adoption): readonly PlannedChange[] {
  return changes.map((change) => {
    const found = adopted[change.logicalId];
    return found === undefined ? change : { ...change, action: 'Import', physicalId: found.physicalId };
  });
}
