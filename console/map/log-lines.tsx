import { instant } from '@tributary/shared/span.ts';
import { useState } from 'preact/hooks';
import { newestEvents } from '../aws/logs.ts';
import { Answer } from '../parts/asked.tsx';
import { Nothing } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { isNoise, patternOf, readLogLine } from './log-line.ts';

const dayMs = 24 * 60 * 60_000;
const most = 500;
const step = 15;

/** The newest lines of a log, those alone in which a text stands. */
export function LogLines({ group }: { readonly group: string }) {
  const [text, setText] = useState('');
  const [shown, setShown] = useState(step);
  const asked = useAsked(
    () => newestEvents({ group, pattern: patternOf(text), from: Date.now() - dayMs, most }),
    [group, text],
    { everyMs: 5_000 },
  );
  return (
    <>
      <h3>Log lines</h3>
      <p>
        <label>
          With the text{' '}
          <input type="search" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </label>
      </p>
      <Answer of={asked} what="The log">
        {(events) => {
          const told = events.filter(({ message }) => !isNoise(message));
          if (told.length === 0) return <Nothing>No such line was written for a day.</Nothing>;
          return (
            <>
              <ol class="lines" aria-label="Newest lines first">
                {told.slice(0, shown).map(({ eventId, timestamp, message }) => (
                  <Line key={eventId} at={timestamp} text={message} />
                ))}
              </ol>
              {told.length > shown && (
                <button type="button" onClick={() => setShown(shown + step)}>
                  Older lines
                </button>
              )}
            </>
          );
        }}
      </Answer>
    </>
  );
}

const tones: Readonly<Record<string, string>> = { ERROR: 'bad', CRITICAL: 'bad', FATAL: 'bad', WARN: 'warn' };

function Line({ at, text }: { readonly at: number; readonly text: string }) {
  const { level, message, rest } = readLogLine(text);
  return (
    <li>
      <span class="quiet">{instant(at)}</span>{' '}
      {level !== undefined && <span class={`state ${tones[level] ?? ''}`}>{level}</span>} <span>{message}</span>
      {rest.length > 0 && (
        <dl>
          {rest.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value.length > 600 ? `${value.slice(0, 600)}…` : value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
