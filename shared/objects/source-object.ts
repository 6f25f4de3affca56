/** A key of the raw bucket. */
export type Key = { readonly bucket: string; readonly key: string };

/** An object of the raw bucket, one version of it where versions are kept. */
export type SourceObject = Key & { readonly versionId?: string | undefined };
