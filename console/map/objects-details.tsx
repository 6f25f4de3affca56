import { size } from '@tributary/shared/size.ts';
import { instant } from '@tributary/shared/span.ts';
import { hrefOf as pageOf } from '../app/route.ts';
import { list } from '../aws/s3.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import type { NodeProps } from './node-props.ts';

const most = 10;

/** The newest objects under a prefix. */
export function ObjectsDetails({ node }: NodeProps) {
  const [bucket = '', ...rest] = node.name.split('/');
  const prefix = rest.join('/');
  const listing = useAsked((signal) => list(bucket, { prefix, isDeep: true }, signal), [node.name], { everyMs: 5_000 });
  return (
    <>
      <h3>Newest objects</h3>
      <Answer of={listing} what="The objects">
        {({ objects, next }) => {
          const newest = objects.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, most);
          if (newest.length === 0) return <Nothing>Nothing lies here yet.</Nothing>;
          return (
            <ul class="plain">
              {newest.map(({ key, at, bytes }) => (
                <li key={key}>
                  <a href={pageOf('objects', [bucket], { key })}>{key.slice(prefix.length)}</a>{' '}
                  <span class="quiet">
                    {instant(Date.parse(at))}, {size(bytes)}
                  </span>
                </li>
              ))}
              {next !== undefined && <li class="quiet">of the first thousand by their keys</li>}
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
