type Receiving = {
  /** The account that replicates. */
  readonly sourceAccount: string;
  /** The name of its role, as names.yml has it. */
  readonly roleName: string;
  /** The logical id of the bucket. */
  readonly bucket: string;
};

/**
 * What the policy of a bucket says of replicas: the other account's role alone may put them. The account is the principal and the role a
 * condition, as S3 refuses a policy that names a role before it is there.
 */
export function replicasStatement({ sourceAccount, roleName, bucket }: Receiving): object {
  return {
    Sid: 'Replicas',
    Effect: 'Allow',
    Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${sourceAccount}:root` } },
    Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags', 's3:ObjectOwnerOverrideToBucketOwner'],
    Resource: { 'Fn::Sub': `\${${bucket}.Arn}/*` },
    Condition: {
      ArnEquals: {
        'aws:PrincipalArn': { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${sourceAccount}:role/${roleName}` },
      },
    },
  };
}
