import type { Route } from '../app/route.ts';
import { list } from '../aws/s3.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { type Place, placeOf } from './address.ts';
import { Buckets } from './buckets.tsx';
import { Folder } from './folder.tsx';
import { ObjectPage } from './object.tsx';

/** What lies in S3: buckets, folders, objects. */
export function Page({ route }: { readonly route: Route }) {
  const place = placeOf(route);
  if (place.kind === 'buckets') return <Buckets />;
  if (place.kind === 'folder') return <Folder key={place.bucket} bucket={place.bucket} prefix={place.prefix} />;
  if (place.kind === 'object')
    return <ObjectPage key={`${place.bucket}/${place.key}`} place={place} query={route.query} />;
  return <Either place={place} query={route.query} />;
}

type EitherProps = { readonly place: Extract<Place, { kind: 'either' }>; readonly query: URLSearchParams };

/** A path without a slash at its end is a folder where something lies below it, else an object. */
function Either({ place: { bucket, path }, query }: EitherProps) {
  const asked = useAsked((signal) => list(bucket, { prefix: `${path}/` }, signal), [bucket, path]);
  return (
    <Answer of={asked} what={`What lies at ${path}`}>
      {({ folders, objects }) =>
        folders.length + objects.length > 0 ? (
          <Folder key={bucket} bucket={bucket} prefix={`${path}/`} />
        ) : (
          <ObjectPage key={`${bucket}/${path}`} place={{ bucket, key: path, version: undefined }} query={query} />
        )
      }
    </Answer>
  );
}
