import { buckets } from '../aws/s3.ts';
import { lake } from '../lake/names.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { folderHref } from './address.ts';
import { timeText } from './time.ts';

const read = async (signal: AbortSignal) => {
  const [all, { names }] = await Promise.all([buckets(signal), lake()]);
  const uses = new Map([
    [names.rawBucket, 'what landed, untouched'],
    [names.lakeBucket, 'parsed and curated tables'],
    [names.athenaBucket, 'results of queries, 7 days'],
  ]);
  return all
    .map((bucket) => ({ ...bucket, use: uses.get(bucket.name) ?? '' }))
    .toSorted((a, b) => Number(b.use !== '') - Number(a.use !== ''));
};

export function Buckets() {
  const asked = useAsked(read, []);
  return (
    <>
      <h1>Objects</h1>
      <Answer of={asked} what="The buckets">
        {(all) =>
          all.length === 0 ? (
            <Nothing>There is no bucket yet: npm start deploys the services that make them.</Nothing>
          ) : (
            <div class="scroll">
              <table class="keys">
                <thead>
                  <tr>
                    <th scope="col">Bucket</th>
                    <th scope="col">Holds</th>
                    <th scope="col">Created (UTC)</th>
                  </tr>
                </thead>
                <tbody>
                  {all.map(({ name, use, created }) => (
                    <tr key={name}>
                      <td>
                        <a href={folderHref(name, '')}>{name}</a>
                      </td>
                      <td>{use}</td>
                      <td>{timeText(created)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </>
  );
}
