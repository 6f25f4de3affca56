import { hrefOf } from '../app/route.ts';
import { Failure } from '../parts/notice.tsx';
import { Scrolled } from '../parts/scrolled.tsx';
import { indented } from './indent.ts';
import { Opening } from './opening.tsx';
import type { Kept, Message, Routed, Single } from './schemas.ts';

/** What becomes of each message: the event and its facts, or why there is none. */
export function MessagesResult({
  routed: { database, isSampleSalt, count, messages, wrong },
}: {
  readonly routed: Routed;
}) {
  return (
    <>
      <h2>
        {count.toLocaleString('en-GB')} {count === 1 ? 'message' : 'messages'}
      </h2>
      {wrong !== undefined && <Failure error={new Error(wrong)} what="What follows is no message." />}
      {messages.length < count && <p class="quiet">The first {messages.length} are shown.</p>}
      {isSampleSalt && <p class="quiet">Hashes are made with a sample salt: those of a lake differ.</p>}
      <ol class="outcomes">
        {messages.map((message, at) => (
          <li key={`${at}`}>
            <Opening summary={<MessageSummary message={message} number={at + 1} />} isOpen={messages.length === 1}>
              <MessageDetail database={database} message={message} number={at + 1} />
            </Opening>
          </li>
        ))}
      </ol>
    </>
  );
}

type Numbered = { readonly message: Message; readonly number: number };

function MessageSummary({ message: { outcome, routingKey }, number }: Numbered) {
  const { kind, route } = outcome;
  return (
    <>
      <span class="quiet">message {number}</span>{' '}
      {kind === 'several' ? (
        <span class="state good">{outcome.outcomes.length} events</span>
      ) : (
        <span class={`state ${stateOf(kind)}`}>{kind === 'rejected' ? `rejected: ${outcome.reason}` : kind}</span>
      )}{' '}
      <span class="gist">{route === null ? 'no route matches' : `by ${route}`}</span>{' '}
      <span class="quiet">{routingKey ?? ''}</span>
    </>
  );
}

const states = { kept: 'good', dropped: '', rejected: 'bad' } as const;

function stateOf(kind: Single['kind']): string {
  return states[kind];
}

function MessageDetail({ database, message, number }: Numbered & { readonly database: string }) {
  const { outcome, missing } = message;
  return (
    <>
      {missing.map((path) => (
        <p class="notice warn" key={path}>
          <code>{path}</code> is to be hashed or dropped, and is not in this message. Spelled otherwise?{' '}
          <code>ignore_case</code>, <code>encoded</code> and <code>required</code> are settings of the step.
        </p>
      ))}
      {outcome.kind === 'several' ? (
        outcome.outcomes.map((each, at) => (
          <div key={`${at}`} class="panel">
            <h3>Event {at + 1}</h3>
            <One database={database} outcome={each} message={message} label={`message ${number}, event ${at + 1}`} />
          </div>
        ))
      ) : (
        <One database={database} outcome={outcome} message={message} label={`message ${number}`} />
      )}
    </>
  );
}

type OneProps = {
  readonly database: string;
  readonly outcome: Single;
  readonly message: Message;
  readonly label: string;
};

function One({ database, outcome, message, label }: OneProps) {
  if (outcome.kind === 'kept') return <Event database={database} kept={outcome} label={label} />;
  if (outcome.kind === 'rejected')
    return (
      <>
        <p>
          <strong>{outcome.reason}</strong>: {outcome.detail}.
          {outcome.element === undefined ? '' : ` It is element ${outcome.element} of the array.`}
        </p>
        <p>
          It would lie under <code>rejected/</code> with its bytes and that reason, and be tried again by{' '}
          <code>lake replay</code>. Mend its publisher, or {outcome.route === null ? 'the routes' : 'its route'} in{' '}
          <code>services/ingest/events/routes.yml</code>.
        </p>
      </>
    );
  const { exchange, routingKey } = message;
  return outcome.route === null ? (
    <p>
      No route matches (exchange <code>{exchange ?? 'unknown'}</code>, routing key{' '}
      <code>{routingKey ?? 'unknown'}</code>
      ): it would be dropped. A route for it is written in <code>services/ingest/events/routes.yml</code>.
    </p>
  ) : (
    <p>
      The route <code>{outcome.route}</code> drops it: it is counted, and kept nowhere.
    </p>
  );
}

type EventProps = { readonly database: string; readonly kept: Kept; readonly label: string };

function Event({ database, kept, label }: EventProps) {
  const { event, payload, table, partitionKey, hashed, dropped } = kept;
  return (
    <>
      <p>
        A row of <a href={hrefOf('tables', [database, table])}>{table}</a>, by the route <code>{kept.route}</code>, with
        the partition key <code>{partitionKey}</code>.
      </p>
      <Hidden what="Hashed" paths={hashed} />
      <Hidden what="Dropped" paths={dropped} />
      <Scrolled label={`The event of ${label}`}>
        <table aria-label={`The event of ${label}`}>
          <tbody>
            {Object.entries(event).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="value">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <p class="part">payload</p>
      <pre class="payload">{indented(payload)}</pre>
      <Facts database={database} facts={kept.facts} type={event.event_type ?? ''} label={label} />
    </>
  );
}

function Hidden({ what, paths }: { readonly what: string; readonly paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <p>
      {what} by the route: <code>{paths.join(', ')}</code>
    </p>
  );
}

type FactsProps = {
  readonly database: string;
  readonly facts: Kept['facts'];
  readonly type: string;
  readonly label: string;
};

function Facts({ database, facts: { isDeclared, table, all }, type, label }: FactsProps) {
  if (!isDeclared)
    return (
      <p class="quiet">
        No facts: <code>services/ingest/events/facts.yml</code> does not name {type}.
      </p>
    );
  return (
    <>
      <p class="part">
        {all.length} {all.length === 1 ? 'fact' : 'facts'} in <a href={hrefOf('tables', [database, table])}>{table}</a>
      </p>
      {all.length > 0 && (
        <Scrolled label={`Facts of ${label}`}>
          <table aria-label={`Facts of ${label}`}>
            <thead>
              <tr>
                <th scope="col">attribute</th>
                <th scope="col">value</th>
                <th scope="col">fact_id</th>
              </tr>
            </thead>
            <tbody>
              {all.map(({ fact_id: id, attribute, value }) => (
                <tr key={id}>
                  <th scope="row">{attribute}</th>
                  <td class="value">{value}</td>
                  <td class="quiet">{id}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </>
  );
}
