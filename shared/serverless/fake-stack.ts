import type { Resource } from './framework.ts';
import type { Import, Stack } from './stack.ts';

export type FakeStack = Stack & { readonly imported: readonly Import[] };

export type FakeStackOptions = {
  readonly exists?: boolean;
  readonly resources?: Readonly<Record<string, Resource>>;
  /** ARNs of the account's secrets, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly status?: string;
};

/** A stack whose resources are called by their logical ids, for tests. */
export function fakeStack({
  exists = true,
  resources = {},
  secrets = {},
  status = 'IMPORT_COMPLETE',
}: FakeStackOptions): FakeStack {
  const imported: Import[] = [];
  return {
    imported,
    exists: async () => exists,
    template: async () => ({ Resources: resources }),
    resources: async () =>
      Object.entries(resources).map(([id, { Type: type }]) => ({ id, type, physicalId: `${id}-id` })),
    secretArn: async (name) => secrets[name],
    importOne: async (what) => void imported.push(what),
    status: async () => ({ status, reason: 'its reason' }),
  };
}
