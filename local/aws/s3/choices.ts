import { AwsError } from '../../kernel/error.ts';
import { checksumNames } from './checksum.ts';
import { invalidArgument, invalidRequest } from './fault.ts';

type Refuse = (given: string) => AwsError;

const choices: Readonly<Record<string, readonly [options: readonly string[], refuse: Refuse]>> = {
  ACL: [
    [
      'private',
      'public-read',
      'public-read-write',
      'authenticated-read',
      'aws-exec-read',
      'bucket-owner-read',
      'bucket-owner-full-control',
      'log-delivery-write',
    ],
    (given) => invalidArgument('The canned ACL is none that S3 knows', 'x-amz-acl', given),
  ],
  StorageClass: [
    [
      'STANDARD',
      'REDUCED_REDUNDANCY',
      'STANDARD_IA',
      'ONEZONE_IA',
      'INTELLIGENT_TIERING',
      'GLACIER',
      'DEEP_ARCHIVE',
      'GLACIER_IR',
    ],
    () => new AwsError('InvalidStorageClass', 'The storage class you specified is not valid'),
  ],
  ServerSideEncryption: [
    ['AES256', 'aws:kms', 'aws:kms:dsse'],
    (given) =>
      invalidArgument('The encryption method specified is not supported', 'x-amz-server-side-encryption', given),
  ],
  MetadataDirective: [
    ['COPY', 'REPLACE'],
    (given) => invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', given),
  ],
  TaggingDirective: [
    ['COPY', 'REPLACE'],
    (given) => invalidArgument('Unknown tagging directive.', 'x-amz-tagging-directive', given),
  ],
  EncodingType: [
    ['url'],
    (given) => invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', given),
  ],
  ObjectOwnership: [
    ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'],
    (given) => invalidArgument('Invalid x-amz-object-ownership header', 'x-amz-object-ownership', given),
  ],
  ChecksumAlgorithm: [
    checksumNames,
    () =>
      invalidRequest(
        `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${checksumNames.join(', ')}]`,
      ),
  ],
  ChecksumType: [
    ['COMPOSITE', 'FULL_OBJECT'],
    () => invalidRequest('Value for x-amz-checksum-type header is invalid.'),
  ],
  ObjectAttributes: [
    ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'],
    (given) => invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', given),
  ],
};

const maxInteger = 2_147_483_647;

const wholeNumbers: Readonly<Record<string, readonly [from: number, to: number, name: string]>> = {
  MaxKeys: [0, maxInteger, 'maxKeys'],
  MaxUploads: [0, maxInteger, 'max-uploads'],
  MaxParts: [0, maxInteger, 'max-parts'],
  PartNumberMarker: [0, maxInteger, 'part-number-marker'],
  MaxBuckets: [1, 10_000, 'max-buckets'],
  PartNumber: [1, 10_000, 'partNumber'],
};

/** Throws when a member has none of the values that S3's API lists for it, or is no whole number within its bounds. */
export function checkChoices(members: ReadonlyMap<string, unknown>): void {
  for (const [name, [options, refuse]] of Object.entries(choices))
    for (const given of listed(members.get(name))) if (!options.includes(given)) throw refuse(given);
  for (const [name, [from, to, argument]] of Object.entries(wholeNumbers)) {
    const given = members.get(name);
    if (given !== undefined && !isWithin(Number(given), from, to))
      throw invalidArgument(
        `Argument ${argument} must be an integer between ${from} and ${to}`,
        argument,
        String(given),
      );
  }
}

function listed(given: unknown): readonly string[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given.map(String) : [String(given)];
}

function isWithin(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}
