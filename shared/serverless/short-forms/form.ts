import type { Resource } from '../framework.ts';

/** `prefix`: `<service>-<stage>`, what names begin with; `topic`: the name of the topic that alarms tell. */
export type Naming = { readonly prefix: string; readonly stage: string; readonly topic: string };

/** The resources that a short form stands for, by logical id. Throws a ZodError for properties that it does not have. */
export type Expand = (id: string, properties: unknown, naming: Naming) => Readonly<Record<string, Resource>>;
