import { resolve, type Scope } from './intrinsics.ts';
import type { Output, Stack } from './stack.ts';
import type { StackStore } from './store.ts';
import type { Template } from './template.ts';
import { templateError, validationError } from './validation-error.ts';

/** The outputs whose condition holds, resolved. */
export function resolveOutputs(outputs: Template['outputs'], scope: Scope): readonly Output[] {
  const present = Object.entries(outputs).filter(
    ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
  );
  return present.map(([key, { Value, Description, Export }]) => ({
    key,
    value: text(key, resolve(Value, scope)),
    description: Description,
    exportName: Export && text(key, resolve(Export.Name, scope)),
  }));
}

function text(key: string, value: unknown): string {
  if (typeof value === 'object' || value === undefined)
    throw templateError(`The Value field of every Outputs member must evaluate to a String: ${key}`);
  return String(value);
}

/** Fails when a name is not one, or is exported already, here or by another stack. */
export function checkExports(store: StackStore, stack: Stack, outputs: readonly Output[]): void {
  const names = outputs.flatMap(({ exportName }) => exportName ?? []);
  const wrong = names.find((name) => !/^[A-Za-z0-9:-]{1,255}$/.test(name));
  if (wrong !== undefined)
    throw templateError(`Export name ${wrong} may hold alphanumeric characters, colons and hyphens only`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw templateError(`More than one output exports the name ${twice}`);
  for (const other of livingOthers(store, stack)) {
    const taken = other.outputs.find(
      ({ exportName }) => exportName !== undefined && outputs.some((own) => own.exportName === exportName),
    );
    if (taken) throw validationError(`Export with name ${taken.exportName} is already exported by stack ${other.name}`);
  }
}

/** Fails when a stack imports one of the names that `stack` exports and `outputs` no longer does. */
export function checkNotImported(store: StackStore, stack: Stack, outputs: readonly Output[]): void {
  const kept = new Set(outputs.map(({ exportName }) => exportName));
  const gone = stack.outputs.filter(({ exportName }) => exportName !== undefined && !kept.has(exportName));
  for (const other of livingOthers(store, stack)) {
    const used = gone.find(({ exportName }) => exportName !== undefined && other.imports.includes(exportName));
    if (used) throw validationError(`Export ${used.exportName} cannot be deleted as it is in use by ${other.name}`);
  }
}

function livingOthers(store: StackStore, stack: Stack): readonly Stack[] {
  return [...store.stacks.values()].filter(({ id, status }) => id !== stack.id && status !== 'DELETE_COMPLETE');
}
