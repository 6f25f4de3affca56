import { size } from '@tributary/shared/size.ts';
import { head, type ObjectHead, type ObjectPlace } from '../aws/s3.ts';
import { Answer } from '../parts/asked.tsx';
import { Facts } from '../parts/facts.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { nameOf } from './address.ts';
import { ObjectContent } from './content.tsx';
import { Download } from './download.tsx';
import { Steps } from './steps.tsx';
import { timeText } from './time.ts';
import { Versions } from './versions.tsx';

type Props = { readonly place: ObjectPlace; readonly query: URLSearchParams };

/** One object: what is known of it, its versions, and its content as rows. */
export function ObjectPage({ place, query }: Props) {
  const { bucket, key, version } = place;
  const asked = useAsked(async (signal) => ({ found: await head(place, signal) }), [bucket, key, version]);
  return (
    <>
      <h1 class="object-name">{nameOf(key)}</h1>
      <Steps bucket={bucket} path={key} />
      <Answer of={asked} what="The object">
        {({ found }) => <Found place={place} found={found} query={query} />}
      </Answer>
      <Versions place={place} />
    </>
  );
}

type FoundProps = Props & { readonly found: ObjectHead | undefined };

function Found({ place, found, query }: FoundProps) {
  if (found === undefined)
    return (
      <Nothing>
        No object is there now: it was deleted, or never was. Its versions, if there are any, stand below.
      </Nothing>
    );
  const { bytes, at, storageClass, version, details } = found;
  return (
    <>
      <Facts
        facts={[
          ['Size', `${size(bytes)}${bytes < 1024 ? '' : ` (${bytes.toLocaleString('en-GB')} bytes)`}`],
          ['Last modified (UTC)', timeText(at)],
          ['Storage class', storageClass],
          ['Version', version],
        ]}
      />
      <Download place={{ ...place, version }} bytes={bytes} />
      <details>
        <summary>What S3 says of it</summary>
        <div class="scroll">
          <table class="record">
            <thead>
              <tr>
                <th scope="col">Header</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {details.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      <ObjectContent place={{ ...place, version }} head={found} query={query} />
    </>
  );
}
