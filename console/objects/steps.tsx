import { hrefOf } from '../app/route.ts';
import { stepsOf } from './address.ts';

/** The way to a key or a folder, from the buckets on. */
export function Steps({ bucket, path }: { readonly bucket: string; readonly path: string }) {
  return (
    <nav class="steps" aria-label="Where this lies">
      <ol>
        <li>
          <a href={hrefOf('objects')}>Buckets</a>
        </li>
        {stepsOf(bucket, path).map(({ name, href }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
