/** An object of the raw bucket, one version of it where versions are kept. */
export type SourceObject = { readonly bucket: string; readonly key: string; readonly versionId?: string };
