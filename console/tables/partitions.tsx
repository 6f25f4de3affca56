import { useState } from 'preact/hooks';
import { type GlueTable, partitionsOf } from '../aws/glue.ts';
import { folderOfUri } from '../objects/address.ts';
import { timeText } from '../objects/time.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { partitionText, projectionOf, sorted } from './partition-values.ts';

const most = 20_000;
const shownAtOnce = 200;

/** The partitions that the catalog has, newest first, and how others are computed. */
export function Partitions({ table }: { readonly table: GlueTable }) {
  const { DatabaseName: database, Name: name, PartitionKeys: keys } = table;
  const asked = useAsked((signal) => partitionsOf({ database, name, most }, signal), [database, name]);
  const [shown, setShown] = useState(shownAtOnce);
  const [text, setText] = useState('');
  return (
    <>
      <Projected table={table} />
      <Answer of={asked} what="The partitions">
        {({ partitions, isCut }) => {
          if (partitions.length === 0) return <Nothing>The catalog has no partition of it.</Nothing>;
          const all = sorted(partitions, keys).filter(({ Values }) =>
            partitionText(Values, keys).includes(text.trim()),
          );
          return (
            <>
              <p class="bar">
                <label>
                  Partitions with{' '}
                  <input
                    type="search"
                    value={text}
                    placeholder="day=20"
                    onInput={({ currentTarget }) => setText(currentTarget.value)}
                  />
                </label>
                <span class="quiet" role="status">
                  {all.length.toLocaleString('en-GB')} of {partitions.length.toLocaleString('en-GB')}
                  {isCut && ', and more in the catalog'}
                </span>
              </p>
              <div class="scroll">
                <table class="keys">
                  <thead>
                    <tr>
                      <th scope="col">Partition</th>
                      <th scope="col">In the catalog since (UTC)</th>
                      <th scope="col">Lies in</th>
                    </tr>
                  </thead>
                  <tbody>
                    {all.slice(0, shown).map(({ Values, CreationTime, StorageDescriptor: { Location } }) => (
                      <tr key={Values.join('/')}>
                        <td>{partitionText(Values, keys)}</td>
                        <td>
                          {CreationTime === undefined ? '' : timeText(new Date(CreationTime * 1000).toISOString())}
                        </td>
                        <td>
                          <a href={folderOfUri(Location) ?? ''}>{Location}</a>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {all.length > shown && (
                <p class="bar">
                  <button type="button" onClick={() => setShown(shown * 5)}>
                    More partitions
                  </button>
                </p>
              )}
            </>
          );
        }}
      </Answer>
    </>
  );
}

function Projected({ table }: { readonly table: GlueTable }) {
  const projected = projectionOf(table);
  if (projected.length === 0) return null;
  const template = table.Parameters['storage.location.template'];
  return (
    <>
      <p>
        Its partitions are computed (partition projection), not registered
        {template === undefined ? '.' : `: ${template}`}
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Type</th>
              <th scope="col">Values</th>
            </tr>
          </thead>
          <tbody>
            {projected.map(({ name, type, says }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{type}</td>
                <td>{says}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
