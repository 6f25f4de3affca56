import { useEffect, useRef, useState } from 'preact/hooks';
import { type Listing, list } from '../aws/s3.ts';

export type Listed = {
  /** All pages that were read, together; undefined before the first. */
  readonly listing: Listing | undefined;
  readonly error: Error | undefined;
  readonly isAsking: boolean;
  readonly more: () => void;
};

type State = Pick<Listed, 'listing' | 'error' | 'isAsking'>;

const begin: State = { listing: undefined, error: undefined, isAsking: true };

/** A folder's keys, page by page. */
export function useListing(bucket: string, prefix: string): Listed {
  const [state, setState] = useState<State>(begin);
  const controller = useRef(new AbortController());
  const read = (before: Listing | undefined) => {
    const { signal } = controller.current;
    setState({ listing: before, error: undefined, isAsking: true });
    list(bucket, { prefix, from: before?.next }, signal).then(
      (page) => signal.aborted || setState({ listing: joined(before, page), error: undefined, isAsking: false }),
      (error: unknown) =>
        signal.aborted ||
        setState({
          listing: before,
          error: error instanceof Error ? error : new Error(String(error)),
          isAsking: false,
        }),
    );
  };
  useEffect(() => {
    controller.current = new AbortController();
    read(undefined);
    return () => controller.current.abort();
  }, [bucket, prefix]);
  return { ...state, more: () => read(state.listing) };
}

function joined(before: Listing | undefined, page: Listing): Listing {
  if (before === undefined) return page;
  return {
    folders: [...before.folders, ...page.folders],
    objects: [...before.objects, ...page.objects],
    next: page.next,
  };
}
