import { size } from '@tributary/shared/size.ts';
import { instant } from '@tributary/shared/span.ts';
import { hrefOf as pageOf } from '../app/route.ts';
import { listObjects } from '../aws/listing.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import type { NodeProps } from './node-props.ts';

const most = 10;

/** The newest objects under a prefix. */
export function ObjectsDetails({ node }: NodeProps) {
  const [bucket = '', ...rest] = node.name.split('/');
  const prefix = rest.join('/');
  const listing = useAsked((signal) => listObjects(bucket, prefix, signal), [node.name], { everyMs: 5_000 });
  return (
    <>
      <h3>Newest objects</h3>
      <Answer of={listing} what="The objects">
        {({ objects, isWhole }) => {
          const newest = objects.toSorted((a, b) => b.at - a.at).slice(0, most);
          if (newest.length === 0) return <Nothing>Nothing lies here yet.</Nothing>;
          return (
            <ul class="plain">
              {newest.map(({ key, at, bytes }) => (
                <li key={key}>
                  <a href={pageOf('objects', [bucket], { key })}>{key.slice(prefix.length)}</a>{' '}
                  <span class="quiet">
                    {instant(at)}, {size(bytes)}
                  </span>
                </li>
              ))}
              {!isWhole && <li class="quiet">of the first thousand by their keys</li>}
            </ul>
          );
        }}
      </Answer>
      <p>
        <a href={pageOf('objects', [bucket, ...rest.filter(Boolean)])}>All objects</a>
      </p>
    </>
  );
}
