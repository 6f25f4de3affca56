import type { Tag } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { invalidArgument } from './fault.ts';

const most = { Object: 10, Bucket: 50 };

/** Letters, spaces and numbers of any script, and `+ - = . _ : / @` (S3's user guide, "Categorizing your objects using tags"). */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Reads an object's tags written as a query string. */
export function readTagging(text = ''): readonly Tag[] {
  const pairs = [...new URLSearchParams(text)];
  if (new Set(pairs.map(([key]) => key)).size < pairs.length)
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      text,
    );
  return checkTags(
    pairs.map(([Key, Value]) => ({ Key, Value })),
    'Object',
  );
}

/** Throws BadRequest for too many, InvalidTag for one that S3 does not take. */
export function checkTags(tags: readonly Tag[], of: keyof typeof most): readonly Tag[] {
  if (tags.length > most[of])
    throw new AwsError(
      'BadRequest',
      of === 'Object' ? 'Object tags cannot be greater than 10' : 'Bucket tag count cannot be greater than 50',
    );
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length)
    throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key');
  for (const tag of tags) checkTag(tag);
  return tags;
}

function checkTag({ Key = '', Value }: Tag): void {
  if (Key.startsWith('aws:'))
    throw new AwsError('InvalidTag', 'System tags cannot be added/updated by requester', 400, { TagKey: Key });
  if (Key === '' || Key.length > 128 || !allowed.test(Key))
    throw new AwsError('InvalidTag', 'The TagKey you have provided is invalid', 400, { TagKey: Key });
  if (Value === undefined || Value.length > 256 || !allowed.test(Value))
    throw new AwsError('InvalidTag', 'The TagValue you have provided is invalid', 400, { TagKey: Key });
}
