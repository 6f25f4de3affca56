import type { WholeTarget } from '../lake/jobs.ts';
import { Scrolled } from '../parts/scrolled.tsx';
import { someOf } from './aside.ts';
import { At } from './told.tsx';

/** By which SQL the rows that stand in the table were made. */
export function Versions({ target: { kind, versions } }: { readonly target: WholeTarget }) {
  if (kind !== 'dataset' || versions.length === 0) return null;
  return (
    <>
      <h2>Versions</h2>
      <Scrolled label="Versions">
        <table>
          <thead>
            <tr>
              <th>SQL</th>
              <th>Which is</th>
              <th class="number">Partitions</th>
              <th>Which</th>
              <th>Made</th>
              <th>Until</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ digest, isPresent, partitions, madeFrom, madeTo }) => (
              <tr key={digest}>
                <td>
                  <code>{digest.slice(0, 8)}</code>
                </td>
                <td>
                  <span class={`state ${isPresent === false ? 'warn' : ''}`}>{whichOf(isPresent)}</span>
                </td>
                <td class="number">{partitions.length.toLocaleString('en-GB')}</td>
                <td>{someOf(partitions, 6)}</td>
                <td class="nowrap">
                  <At time={madeFrom} />
                </td>
                <td class="nowrap">
                  <At time={madeTo} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  );
}

function whichOf(isPresent: boolean | undefined): string {
  if (isPresent === undefined) return 'unknown';
  return isPresent ? 'the present SQL' : 'older';
}
