import { size } from '@tributary/shared/size.ts';
import { type ObjectPlace, type Version, versions } from '../aws/s3.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { objectHref } from './address.ts';
import { timeText } from './time.ts';

/** All versions of a key, with the marks that it was deleted. */
export function Versions({ place }: { readonly place: ObjectPlace }) {
  const { bucket, key, version } = place;
  const asked = useAsked((signal) => versions(place, signal), [bucket, key]);
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <Answer of={asked} what="The versions">
        {(all) => (
          <div class="scroll">
            <table class="keys">
              <thead>
                <tr>
                  <th scope="col">Version</th>
                  <th scope="col" class="number">
                    Size
                  </th>
                  <th scope="col">Written (UTC)</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                {all.map((each) => (
                  <tr key={each.id}>
                    <td>
                      {each.bytes === undefined ? (
                        each.id
                      ) : (
                        <a href={objectHref(bucket, key, [['version', each.id]])}>{each.id}</a>
                      )}
                    </td>
                    <td class="number">{each.bytes === undefined ? '' : size(each.bytes)}</td>
                    <td>{timeText(each.at)}</td>
                    <td>{stateOf(each, version)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
    </section>
  );
}

function stateOf({ id, bytes, isLatest }: Version, shown: string | undefined): string {
  const states = [
    ...(bytes === undefined ? ['deleted'] : []),
    ...(isLatest ? ['the newest'] : []),
    ...(id === shown || (shown === undefined && isLatest && bytes !== undefined) ? ['shown here'] : []),
  ];
  return states.join(', ');
}
