import type { Resource } from '../framework.ts';

/** `<service>-<stage>`, what names begin with. */
export type Naming = { readonly prefix: string };

/** The resources that a short form stands for, by logical id. Throws a ZodError for properties that it does not have. */
export type Expand = (id: string, properties: unknown, naming: Naming) => Readonly<Record<string, Resource>>;
