import { span } from '@tributary/shared/span.ts';
import { type Alarm, alarmStates, alarms } from '../aws/alarms.ts';
import { Answer } from '../parts/asked.tsx';
import { FindBar, searchIn } from '../parts/find-bar.tsx';
import { Nothing } from '../parts/notice.tsx';
import { Scrolled } from '../parts/scrolled.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { ofAlarm, ofPage } from './address.ts';
import { Failures } from './failures.tsx';
import { descriptionOf, foundIn, inOrder, sinceOf, toneOf } from './reading.ts';

const everyMs = 5_000;

/** What is wrong with the lake: datasets that fail, and CloudWatch's alarms, those that are raised first. */
export function List({ query }: { readonly query: URLSearchParams }) {
  const asked = useAsked((signal) => alarms(undefined, signal), [], { everyMs });
  return (
    <>
      <h1>Alarms</h1>
      <p class="quiet">
        What is wrong, what it means for the data, and the page that says what to do.{' '}
        <a href={ofPage('', {})}>Runbook</a>
      </p>
      <Failures />
      <h2>Alarms of CloudWatch</h2>
      <Answer of={asked} what="The alarms">
        {(all) => <Alarms all={inOrder(all)} query={query} />}
      </Answer>
    </>
  );
}

function Alarms({ all, query }: { readonly all: readonly Alarm[]; readonly query: URLSearchParams }) {
  const search = searchIn(query);
  const shown = foundIn(all, search);
  if (all.length === 0) return <Nothing>There are no alarms: no service is deployed.</Nothing>;
  const raised = all.filter(({ StateValue }) => StateValue === 'ALARM').length;
  return (
    <>
      <p aria-live="polite">
        <span class={`state ${raised > 0 ? 'bad' : 'good'}`}>
          {raised === 0 ? 'No alarm is raised' : `${raised} of ${all.length} are raised`}
        </span>
      </p>
      <FindBar page="alarms" search={search} states={alarmStates} shown={shown.length} all={all.length} />
      {shown.length === 0 ? <Nothing>No alarm is like this.</Nothing> : <Table alarms={shown} />}
    </>
  );
}

function Table({ alarms: shown }: { readonly alarms: readonly Alarm[] }) {
  return (
    <Scrolled label="Alarms">
      <table>
        <thead>
          <tr>
            <th>State</th>
            <th>Alarm</th>
            <th>Wrong where it is raised, and what it means</th>
            <th>What to do</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((alarm) => (
            <Line key={alarm.AlarmName} alarm={alarm} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

function Line({ alarm }: { readonly alarm: Alarm }) {
  const { AlarmName, StateValue } = alarm;
  const { wrong, means, page } = descriptionOf(alarm);
  return (
    <tr>
      <td class="nowrap">
        <span class={`state ${toneOf(alarm)}`}>{StateValue}</span>
        <div class="quiet small">for {span(Date.now() - sinceOf(alarm))}</div>
      </td>
      <th scope="row" class="plain">
        <a href={ofAlarm(AlarmName)}>{AlarmName}</a>
      </th>
      <td class="said-of">
        {wrong}
        <div class="quiet small">{means}</div>
      </td>
      <td>{page !== '' && <a href={ofPage(page, { alarm: AlarmName })}>{page}</a>}</td>
    </tr>
  );
}
