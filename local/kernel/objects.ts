/** An S3 object's newest version (or the one named) as a file on this disk, which engines read in place. */
export type ObjectFile = {
  readonly key: string;
  readonly path: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: number;
  readonly versionId?: string;
  /** Its bytes are in an archive: engines skip it, as Athena does. */
  readonly archived?: boolean;
};

/** The S3 service's store, for in-process readers that have checked the caller's permission themselves. */
export type ObjectFiles = {
  locate(bucket: string, key: string, versionId?: string): ObjectFile | undefined;
  /** In key order, without delete markers. */
  list(bucket: string, prefix: string): readonly ObjectFile[];
};
