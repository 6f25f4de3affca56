import type {
  BucketVersioningStatus,
  LifecycleRule,
  NotificationConfiguration,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryption,
  ServerSideEncryptionConfiguration,
  StorageClass,
  Tag,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import type { ChecksumName } from './checksum.ts';

/** A bucket with its configuration, as the journal keeps it. */
export type BucketRecord = {
  readonly name: string;
  readonly created: number;
  readonly versioning?: BucketVersioningStatus | undefined;
  readonly encryption: ServerSideEncryptionConfiguration;
  readonly publicAccessBlock?: PublicAccessBlockConfiguration | undefined;
  readonly ownership?: OwnershipControls | undefined;
  readonly policy?: string | undefined;
  /** Dates in rules are ISO strings once they come back from the journal. */
  readonly lifecycle?: readonly LifecycleRule[] | undefined;
  readonly transitionMinimum?: TransitionDefaultMinimumObjectSize | undefined;
  readonly notification?: NotificationConfiguration | undefined;
  readonly replication?: ReplicationConfiguration | undefined;
  readonly tags?: readonly Tag[] | undefined;
  /** Settings that are kept and change nothing here. */
  readonly recorded?: Readonly<Record<string, unknown>>;
};

/** New settings of a bucket; undefined removes one. */
export type BucketChange = Partial<Omit<BucketRecord, 'name' | 'created'>>;

/** The headers that come back as they were given. */
export type ObjectHeaders = {
  readonly ContentType?: string;
  readonly ContentEncoding?: string;
  readonly ContentDisposition?: string;
  readonly ContentLanguage?: string;
  readonly CacheControl?: string;
  readonly ExpiresString?: string;
  readonly WebsiteRedirectLocation?: string;
};

export type ChecksumRecord = {
  readonly algorithm: ChecksumName;
  /** Base64; of a composite checksum with `-<parts>`. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
};

export type EncryptionRecord = {
  readonly algorithm: ServerSideEncryption;
  readonly keyId?: string;
  readonly bucketKey?: boolean;
};

/** What a writer may say of an object beside its bytes. */
export type ObjectAttributes = {
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly storageClass: StorageClass;
  readonly encryption: EncryptionRecord;
};

export type PartRecord = {
  readonly number: number;
  readonly size: number;
  readonly checksum?: ChecksumRecord;
};

/** A version's bytes: `file` is its name under the bucket's folder. */
export type ObjectContent = {
  readonly file: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksum?: ChecksumRecord;
  readonly parts?: readonly PartRecord[];
  /** The multipart upload that it came from: completing that one again finds it. */
  readonly uploadId?: string;
};

/** As S3 answers it. A delete marker has one too, which S3 shows nobody. */
export type ReplicationState = 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA';

type VersionIdentity = {
  readonly key: string;
  /** `null` where versioning was not on when it was written. */
  readonly versionId: string;
  readonly lastModified: number;
  /** Hexadecimal, of one length: later versions compare greater. */
  readonly sequencer: string;
  /** Whether a rule of replication is for it, and what became of that; undefined where none is. */
  readonly replication?: ReplicationState;
};

export type StoredObject = VersionIdentity &
  ObjectAttributes &
  ObjectContent & {
    readonly deleteMarker?: never;
    /** Until when an archived object can be read. */
    readonly restoredUntil?: number;
  };
export type DeleteMarker = VersionIdentity & { readonly deleteMarker: true };
export type ObjectVersion = StoredObject | DeleteMarker;

/** A multipart upload under way. */
export type UploadRecord = {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated: number;
  readonly attributes: ObjectAttributes;
  /** As the client named it. */
  readonly checksumAlgorithm?: ChecksumName;
  readonly checksumType: 'FULL_OBJECT' | 'COMPOSITE';
};

export type UploadedPart = PartRecord & {
  readonly uploadId: string;
  readonly etag: string;
  readonly file: string;
  readonly lastModified: number;
};
