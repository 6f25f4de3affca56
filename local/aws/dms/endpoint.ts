/** An endpoint of DMS for S3: where its files go, how they are written, and the tables that they are of. */
export type Endpoint = {
  readonly name: string;
  /** Folder of the bucket, without / at its end. */
  readonly folder: string;
  readonly format: Format;
  readonly tables: readonly FollowedTable[];
};

/** Schema and table as the database has them; the names of the key's columns, none where it has no key. */
export type FollowedTable = { readonly schema: string; readonly table: string; readonly key: readonly string[] };

/** What the endpoint's settings and the task's transformation rules make of the files. */
export type Format = {
  /** AddColumnName */
  readonly header: boolean;
  readonly op: string;
  /** IncludeOpForFullLoad */
  readonly opInLoads: boolean;
  /** TimestampColumnName */
  readonly timestamp: string | undefined;
  /** The column that a rule adds for $AR_H_CHANGE_SEQ. */
  readonly sequence: string | undefined;
  /** The prefix of a rule add-before-image-columns, pk-only. */
  readonly beforeImage: string | undefined;
  /** What follows the table's columns; only what the endpoint has. */
  readonly appended: readonly Appended[];
  /** CsvNullValue */
  readonly nullText: string;
  readonly delimiter: string;
  readonly newline: string;
  /** Rfc4180 */
  readonly quotes: boolean;
  /** CompressionType */
  readonly gzip: boolean;
  /** DatePartitionEnabled */
  readonly dateFolders: boolean;
};

export type Appended = 'before' | 'timestamp' | 'sequence';
