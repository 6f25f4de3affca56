/** What makes no sense in a header that is written rightly. */
export type Senseless = { readonly path: readonly PropertyKey[]; readonly message: string };
