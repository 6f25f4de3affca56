import type { CompletedPart } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { bareEtag } from './attributes.ts';
import { statedIn } from './checksum-fields.ts';
import { invalidRequest, malformedXml } from './fault.ts';
import type { UploadedPart, UploadRecord } from './record.ts';

const minPartBytes = 5 * 1024 * 1024;

/** The parts named, in order. Throws MalformedXML, InvalidPartOrder, InvalidPart, InvalidRequest, EntityTooSmall. */
export function chooseParts(
  upload: UploadRecord,
  uploaded: readonly UploadedPart[],
  named: readonly CompletedPart[],
): readonly UploadedPart[] {
  const numbers = partNumbers(named);
  if (numbers.some((number, at) => number <= (numbers[at - 1] ?? 0)))
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  const chosen = named.map((part) => choose(upload, uploaded, part));
  for (const part of chosen.slice(0, -1)) if (part.size < minPartBytes) throw tooSmall(part);
  return chosen;
}

function partNumbers(named: readonly CompletedPart[]): readonly number[] {
  if (named.length === 0) throw malformedXml('no parts');
  return named.map(({ PartNumber = 0, ETag }) => {
    if (ETag === undefined || !Number.isInteger(PartNumber) || PartNumber < 1)
      throw malformedXml('a part has a PartNumber and an ETag');
    return PartNumber;
  });
}

function choose(upload: UploadRecord, uploaded: readonly UploadedPart[], named: CompletedPart): UploadedPart {
  const part = uploaded.find(({ number }) => number === named.PartNumber);
  if (!part || part.etag !== bareEtag(named.ETag ?? '')) throw invalidPart(named);
  const stated = statedIn(named);
  for (const [name, value] of stated)
    if (part.checksum?.algorithm === name && part.checksum.value !== value) throw invalidPart(named);
  const { checksumAlgorithm: algorithm, checksumType } = upload;
  if (algorithm !== undefined && checksumType === 'COMPOSITE' && !stated.has(algorithm))
    throw invalidRequest(
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  return part;
}

function invalidPart({ PartNumber, ETag }: CompletedPart): AwsError {
  return new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { PartNumber, ETag },
  );
}

function tooSmall({ number, size, etag }: UploadedPart): AwsError {
  return new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    PartNumber: number,
    ProposedSize: size,
    MinSizeAllowed: minPartBytes,
    ETag: etag,
  });
}
