import { size } from '@tributary/shared/size.ts';
import { useState } from 'preact/hooks';
import { download, type ObjectPlace } from '../aws/s3.ts';
import { Failure } from '../parts/notice.tsx';
import { nameOf } from './address.ts';

/** A browser holds all of it before it saves it. */
const mostBytes = 512 * 1024 * 1024;

type Props = { readonly place: ObjectPlace; readonly bytes: number };
type State = { readonly isBusy: boolean; readonly error?: Error };

/** Saves the object as it is. A link to it would have to carry who asks in its address, so it is asked for as all else. */
export function Download({ place, bytes }: Props) {
  const [{ isBusy, error }, setState] = useState<State>({ isBusy: false });
  if (bytes > mostBytes)
    return (
      <p class="notice">
        {size(bytes)} are too much to be saved through this page: <code>aws s3 cp</code> downloads it.
      </p>
    );
  const start = () => {
    setState({ isBusy: true });
    download(place).then(
      (blob) => {
        saveBlob(blob, nameOf(place.key).replace(/\/$/, ''));
        setState({ isBusy: false });
      },
      (cause: unknown) => setState({ isBusy: false, error: cause instanceof Error ? cause : new Error(String(cause)) }),
    );
  };
  return (
    <>
      <p class="bar">
        <button type="button" disabled={isBusy} onClick={start}>
          {isBusy ? 'Downloading…' : 'Download'}
        </button>
      </p>
      {error !== undefined && <Failure error={error} what="It cannot be downloaded." />}
    </>
  );
}

function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name || 'object';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
