import { AwsError, send } from './request.ts';

type ListedObject = { readonly key: string; readonly bytes: number /** Milliseconds. */; readonly at: number };
export type Listing = {
  readonly objects: readonly ListedObject[] /** Whether there are no more. */;
  readonly isWhole: boolean;
};

/** The first thousand objects under a prefix, by their keys. Throws AwsError. */
export async function listObjects(bucket: string, prefix: string, signal?: AbortSignal): Promise<Listing> {
  const query = new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url', prefix });
  const init = signal === undefined ? {} : { signal };
  const response = await send('s3', `/${encodeURIComponent(bucket)}?${query}`, init);
  const answer = new DOMParser().parseFromString(await response.text(), 'text/xml');
  const textOf = (parent: Document | Element, name: string) => parent.getElementsByTagName(name)[0]?.textContent ?? '';
  if (!response.ok) {
    const code = textOf(answer, 'Code') || `HTTP ${response.status}`;
    throw new AwsError(code, textOf(answer, 'Message') || code, response.status);
  }
  const objects = [...answer.getElementsByTagName('Contents')].map((entry) => ({
    key: decodeURIComponent(textOf(entry, 'Key').replaceAll('+', '%20')),
    bytes: Number(textOf(entry, 'Size')),
    at: Date.parse(textOf(entry, 'LastModified')),
  }));
  return { objects, isWhole: textOf(answer, 'IsTruncated') !== 'true' };
}
