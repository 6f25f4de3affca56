import { span } from '@tributary/shared/span.ts';
import { newestEvents } from '../aws/logs.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { clock } from '../parts/words.ts';
import { LogLines } from './log-lines.tsx';
import type { NodeProps } from './node-props.ts';
import { type Invocation, invocationsIn, reportPattern } from './report.ts';

const dayMs = 24 * 60 * 60_000;
const most = 12;

/** A function's last invocations, and its log. */
export function FunctionDetails({ node: { logGroup = '' } }: NodeProps) {
  const asked = useAsked(
    async () =>
      invocationsIn(
        await newestEvents({ group: logGroup, pattern: reportPattern, from: Date.now() - dayMs, most: 60 }),
      ),
    [logGroup],
    { everyMs: 5_000 },
  );
  return (
    <>
      <h3>Last invocations</h3>
      <Answer of={asked} what="The invocations">
        {(invocations) =>
          invocations.length === 0 ? (
            <Nothing>It was not called for a day.</Nothing>
          ) : (
            <Invocations all={invocations.slice(0, most)} />
          )
        }
      </Answer>
      <LogLines group={logGroup} />
    </>
  );
}

function Invocations({ all }: { readonly all: readonly Invocation[] }) {
  return (
    <table class="invocations">
      <thead>
        <tr>
          <th scope="col">Ended (UTC)</th>
          <th scope="col" class="number">
            Took
          </th>
          <th scope="col" class="number">
            Memory
          </th>
          <th scope="col">Start</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {all.map(({ requestId, at, durationMs, memoryMb, initMs, failed }) => (
          <tr key={requestId} title={requestId}>
            <td>{clock(at)}</td>
            <td class="number">{span(durationMs)}</td>
            <td class="number">{memoryMb} MB</td>
            <td>{initMs === undefined ? 'warm' : `cold, ${span(initMs)}`}</td>
            <td>
              <span class={`state ${failed === undefined ? 'good' : 'bad'}`}>{failed ?? 'done'}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
