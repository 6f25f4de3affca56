import { dollars } from '@tributary/shared/athena-cost.ts';
import { size } from '@tributary/shared/size.ts';
import { span } from '@tributary/shared/span.ts';
import type { Entry, WholeTarget } from '../lake/jobs.ts';
import type { Tone } from '../parts/graph/node.ts';
import { Nothing } from '../parts/notice.tsx';
import { Scrolled } from '../parts/scrolled.tsx';
import { ofStatement } from './address.ts';
import { someOf } from './aside.ts';
import { At } from './told.tsx';

/** The statements that ran, the newest first: when, why, of what, how long, and what they took. */
export function Runs({ target: { log, told, running } }: { readonly target: WholeTarget }) {
  return (
    <>
      <h2>Runs</h2>
      {log.length === 0 ? (
        <Nothing>It has not run yet. It does when what it reads comes or changes.</Nothing>
      ) : (
        <Scrolled label="Runs">
          <table>
            <thead>
              <tr>
                <th>Started (UTC)</th>
                <th>Statement</th>
                <th>Because</th>
                <th>Partitions</th>
                <th class="number">Attempt</th>
                <th>State</th>
                <th class="number">Took</th>
                <th class="number">Scanned</th>
                <th class="number">Cost</th>
              </tr>
            </thead>
            <tbody>
              {log.map((entry, at) => (
                <Run
                  key={entry.executionId}
                  entry={entry}
                  what={told.log[at] ?? entry.lane}
                  isRunning={entry.endedAt === null && running?.executionId === entry.executionId}
                />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </>
  );
}

type RunProps = { readonly entry: Entry; readonly what: string; readonly isRunning: boolean };

function Run({ entry, what, isRunning }: RunProps) {
  const { executionId, why, partitions, partitionCount, attempt, startedAt, durationMs, scannedBytes } = entry;
  const message = (entry.message ?? '').trim();
  const took = durationMs ?? (isRunning && startedAt !== null ? Date.now() - Date.parse(startedAt) : null);
  return (
    <>
      <tr>
        <td class="nowrap">
          <At time={startedAt} />
        </td>
        <td>
          <a href={ofStatement(executionId)}>{what}</a>
        </td>
        <td>{why.join(', ')}</td>
        <td title={partitions.join(', ')}>{partitionCount > 3 ? partitionCount : someOf(partitions, 3)}</td>
        <td class="number">{attempt}</td>
        <td>
          <span class={`state ${toneOf(entry, isRunning)}`}>{isRunning ? 'RUNNING' : entry.state}</span>
        </td>
        <td class="number nowrap">{took === null ? '' : span(took)}</td>
        <td class="number nowrap">{scannedBytes === null ? '' : size(scannedBytes)}</td>
        <td class="number nowrap">{entry.dollars === null ? '' : dollars(entry.dollars)}</td>
      </tr>
      {message !== '' && (
        <tr class="said">
          <td colSpan={9}>
            <pre>{message}</pre>
          </td>
        </tr>
      )}
    </>
  );
}

function toneOf({ state, endedAt }: Entry, isRunning: boolean): Tone {
  if (isRunning) return 'busy';
  if (state === 'SUCCEEDED') return 'good';
  return endedAt === null ? 'quiet' : 'bad';
}
