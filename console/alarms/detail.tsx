import { instant, span } from '@tributary/shared/span.ts';
import { hrefOf } from '../app/route.ts';
import { type Alarm, alarmHistory, alarms } from '../aws/alarms.ts';
import { Answer } from '../parts/asked.tsx';
import { Failure, Nothing } from '../parts/notice.tsx';
import { Scrolled } from '../parts/scrolled.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { ofPage } from './address.ts';
import { MetricOf } from './metric.tsx';
import { conditionOf, descriptionOf, sinceOf, toneOf } from './reading.ts';

const everyMs = 5_000;

/** One alarm: how it stands and why, what it means, the page that mends it, its metric, and what became of it. */
export function Detail({ name }: { readonly name: string }) {
  const asked = useAsked((signal) => alarms([name], signal), [name], { everyMs });
  return (
    <>
      <p class="quiet">
        <a href={hrefOf('alarms')}>Alarms</a> /
      </p>
      <h1 class="long">{name}</h1>
      <Answer of={asked} what={name}>
        {([alarm]) =>
          alarm === undefined ? (
            <Failure error={new Error('It may have been deployed away.')} what={`There is no alarm ${name}.`} />
          ) : (
            <Told alarm={alarm} />
          )
        }
      </Answer>
      <HistoryOf name={name} />
    </>
  );
}

function Told({ alarm }: { readonly alarm: Alarm }) {
  const { AlarmName, StateValue, StateReason = '' } = alarm;
  const { wrong, means, begin, page } = descriptionOf(alarm);
  const since = sinceOf(alarm);
  return (
    <>
      <dl class="facts" aria-live="polite">
        <dt>Is</dt>
        <dd>
          <span class={`state ${toneOf(alarm)}`}>{StateValue}</span> since{' '}
          <time dateTime={new Date(since).toISOString()}>{instant(since)}</time> ({span(Date.now() - since)})
        </dd>
        <dt>Because</dt>
        <dd>{StateReason}</dd>
        <dt>Raised where</dt>
        <dd>{conditionOf(alarm)}</dd>
        <dt>Wrong then</dt>
        <dd>{wrong}</dd>
        {means !== '' && <dt>Means</dt>}
        {means !== '' && <dd>{means}</dd>}
        {begin !== '' && <dt>Begin with</dt>}
        {begin !== '' && (
          <dd>
            <code>{begin}</code>
          </dd>
        )}
        {page !== '' && <dt>What to do</dt>}
        {page !== '' && (
          <dd>
            <a href={ofPage(page, { alarm: AlarmName })}>{page}</a>
          </dd>
        )}
      </dl>
      <MetricOf alarm={alarm} />
    </>
  );
}

function HistoryOf({ name }: { readonly name: string }) {
  const asked = useAsked((signal) => alarmHistory(name, signal), [name], { everyMs });
  return (
    <>
      <h2>History</h2>
      <Answer of={asked} what="The history">
        {(items) =>
          items.length === 0 ? (
            <Nothing>Nothing became of it in the last 30 days.</Nothing>
          ) : (
            <Scrolled label="History">
              <table>
                <thead>
                  <tr>
                    <th>At (UTC)</th>
                    <th>What</th>
                    <th>Which</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ at, type, summary }, index) => (
                    <tr key={`${at} ${index}`}>
                      <td class="nowrap">{instant(at)}</td>
                      <td>{type}</td>
                      <td>{summary}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scrolled>
          )
        }
      </Answer>
    </>
  );
}
