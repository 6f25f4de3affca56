type Resources = Readonly<Record<string, object>>;

/** What is in one versioned bucket and not in another; `statements`: of its policy, beside that it takes TLS alone. */
export type VersionedBucket = {
  /** With CloudFormation's variables. */
  readonly name: string;
  readonly lifecycle?: readonly object[];
  readonly statements?: readonly object[];
  readonly properties?: Readonly<Record<string, unknown>>;
};

/** `<id>` and `<id>Policy`: private, encrypted, with versions, telling EventBridge, and kept when its stack goes. */
export function versionedBucket(
  id: string,
  { name, lifecycle = [], statements = [], properties = {} }: VersionedBucket,
): Resources {
  return {
    [id]: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketName: { 'Fn::Sub': name },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        LifecycleConfiguration: { Rules: [...lifecycle, abandonedUploads] },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        ...properties,
      },
    },
    [`${id}Policy`]: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: id },
        PolicyDocument: { Version: '2012-10-17', Statement: [tlsOnly(id), ...statements] },
      },
    },
  };
}

const abandonedUploads = {
  Id: 'abandoned-uploads',
  Status: 'Enabled',
  Prefix: '',
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
};

function tlsOnly(id: string): object {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [{ 'Fn::GetAtt': [id, 'Arn'] }, { 'Fn::Sub': `\${${id}.Arn}/*` }],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
