import { size } from '@tributary/shared/size.ts';
import { useEffect, useState } from 'preact/hooks';
import { go } from '../app/route.ts';
import type { Listing } from '../aws/s3.ts';
import { Busy, Failure, Nothing } from '../parts/notice.tsx';
import { folderHref, nameOf, objectHref } from './address.ts';
import { Steps } from './steps.tsx';
import { timeText } from './time.ts';
import { useListing } from './use-listing.ts';

/** What lies below a prefix, a step deep. A prefix that does not end with a slash is what names begin with. */
export function Folder({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }) {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const { listing, error, isAsking, more } = useListing(bucket, prefix);
  return (
    <>
      <h1>Objects</h1>
      <Steps bucket={bucket} path={folder} />
      <Begins key={folder} bucket={bucket} folder={folder} begins={prefix.slice(folder.length)} />
      {error !== undefined && <Failure error={error} what={`${bucket} cannot be listed.`} />}
      {listing !== undefined && <Keys bucket={bucket} listing={listing} />}
      {isAsking && <Busy what="The keys" />}
      {!isAsking && listing?.next !== undefined && (
        <p class="bar">
          <button type="button" onClick={more}>
            More keys
          </button>
        </p>
      )}
    </>
  );
}

type BeginsProps = { readonly bucket: string; readonly folder: string; readonly begins: string };

const typingMs = 250;

function Begins({ bucket, folder, begins }: BeginsProps) {
  const [text, setText] = useState(begins);
  useEffect(() => setText(begins), [begins]);
  useEffect(() => {
    if (text === begins) return undefined;
    const timer = setTimeout(() => go(folderHref(bucket, folder + text), { replace: true }), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p class="bar">
      <label>
        Names that begin with{' '}
        <input type="search" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      </label>
    </p>
  );
}

function Keys({ bucket, listing: { folders, objects, next } }: { readonly bucket: string; readonly listing: Listing }) {
  if (folders.length + objects.length === 0) return <Nothing>Nothing lies here.</Nothing>;
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
  const isMore = next === undefined ? '' : ', and more';
  return (
    <>
      <p class="quiet" role="status">
        {counted(folders.length, 'folder')}, {counted(objects.length, 'object')} of {size(bytes)}
        {isMore}
      </p>
      <div class="scroll">
        <table class="keys">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" class="number">
                Size
              </th>
              <th scope="col">Last modified (UTC)</th>
              <th scope="col">Storage class</th>
            </tr>
          </thead>
          <tbody>
            {folders.map((folder) => (
              <tr key={folder}>
                <td>
                  <a href={folderHref(bucket, folder)}>{nameOf(folder)}</a>
                </td>
                <td class="number" />
                <td />
                <td />
              </tr>
            ))}
            {objects.map(({ key, bytes: length, at, storageClass }) => (
              <tr key={key}>
                <td>
                  <a href={objectHref(bucket, key)}>{nameOf(key)}</a>
                </td>
                <td class="number">{size(length)}</td>
                <td>{timeText(at)}</td>
                <td>{storageClass}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : `${one}s`}`;
}
