import { instant } from '@tributary/shared/span.ts';
import { useState } from 'preact/hooks';
import type { Execution } from '../aws/athena.ts';
import { readHistory } from '../aws/athena-history.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { writeAddress } from './address.ts';
import { elapsedText, firstLine, scannedText, toneOf } from './tell.ts';

type Props = { readonly workGroup: string /** The one that is shown. */; readonly now: string | undefined };

const states = ['all', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'RUNNING', 'QUEUED'] as const;

/** Statements that were run in a work group; one is opened with its result, and not run again. */
export function History({ workGroup, now }: Props) {
  const [pages, setPages] = useState(1);
  const [text, setText] = useState('');
  const [state, setState] = useState<(typeof states)[number]>('all');
  const asked = useAsked((signal) => readPages(workGroup, pages, signal), [workGroup, pages]);
  return (
    <section aria-label="History">
      <div class="bar">
        <label class="choice">
          <span>Find</span>
          <input type="search" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </label>
        <label class="choice">
          <span>State</span>
          <select
            value={state}
            onChange={({ currentTarget }) => setState(states[currentTarget.selectedIndex] ?? 'all')}
          >
            {states.map((each) => (
              <option key={each} value={each}>
                {each === 'all' ? 'all' : each.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={asked.again}>
          Ask again
        </button>
      </div>
      <Answer of={asked} what="The statements of the work group">
        {({ executions, isMore }) => {
          const shown = executions.filter((each) => isFound(each, text, state));
          return (
            <>
              {shown.length === 0 ? (
                <Nothing>
                  {executions.length === 0
                    ? `Nothing was run in ${workGroup} yet: statements that are run stand here.`
                    : `None of the last ${executions.length} statements is like that.`}
                </Nothing>
              ) : (
                <Executions all={shown} now={now} />
              )}
              {isMore && (
                <button type="button" onClick={() => setPages(pages + 1)}>
                  Show earlier ones
                </button>
              )}
            </>
          );
        }}
      </Answer>
    </section>
  );
}

async function readPages(workGroup: string, pages: number, signal: AbortSignal) {
  const executions: Execution[] = [];
  let token: string | undefined;
  for (let at = 0; at < pages; at += 1) {
    const page = await readHistory(workGroup, token, signal);
    executions.push(...page.executions);
    token = page.next;
    if (token === undefined) break;
  }
  return { executions, isMore: token !== undefined };
}

function isFound({ Query = '', QueryExecutionId, Status }: Execution, text: string, state: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    (state === 'all' || Status.State === state) && (Query.toLowerCase().includes(wanted) || QueryExecutionId === wanted)
  );
}

function Executions({ all, now }: { readonly all: readonly Execution[]; readonly now: string | undefined }) {
  return (
    <div class="scroll">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Statement</th>
            <th scope="col">State</th>
            <th scope="col">Started</th>
            <th scope="col" class="number">
              Took
            </th>
            <th scope="col">Scanned</th>
          </tr>
        </thead>
        <tbody>
          {all.map((each) => (
            <tr key={each.QueryExecutionId}>
              <td>
                <a
                  href={writeAddress({ execution: each.QueryExecutionId, tab: 'result' })}
                  aria-current={each.QueryExecutionId === now ? 'true' : undefined}
                >
                  <code>{firstLine(each.Query ?? '', 110)}</code>
                </a>
              </td>
              <td>
                <span class={`state ${toneOf(each.Status.State)}`} title={each.Status.StateChangeReason}>
                  {each.Status.State.toLowerCase()}
                </span>
              </td>
              <td class="time">
                {each.Status.SubmissionDateTime === undefined ? '' : instant(each.Status.SubmissionDateTime * 1000)}
              </td>
              <td class="number">{elapsedText(each.Statistics?.TotalExecutionTimeInMillis ?? 0)}</td>
              <td>{scannedText(each)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
