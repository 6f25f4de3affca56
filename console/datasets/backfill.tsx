import { Fragment, type TargetedSubmitEvent } from 'preact';
import { go, hrefOf } from '../app/route.ts';
import { type Asked, type Orders, ordersOf } from '../lake/orders.ts';
import { Answer } from '../parts/asked.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { Outcome } from './outcome.tsx';
import { PartitionInput } from './partition-input.tsx';
import { useOrder } from './use-order.ts';

type Props = {
  readonly name: string;
  /** `day` */
  readonly grain: string;
  readonly query: URLSearchParams;
  readonly again: () => void;
};

const everyMs = 3_000;

/** What making many partitions anew takes, which is told before it can be ordered; which ones stands in the address. */
export function Backfill({ name, grain, query, again }: Props) {
  const asked = { from: query.get('from') ?? '', to: query.get('to') ?? '', again: query.get('again') ?? '' };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const of = (key: string) => String(given.get(key) ?? '').trim() || undefined;
    go(hrefOf('datasets', [name], { from: of('from'), to: of('to'), again: of('again') }), { replace: true });
  };
  return (
    <>
      <h2>Backfill</h2>
      <form class="bar" onSubmit={submit}>
        <PartitionInput label={`from ${grain} (UTC)`} name="from" grain={grain} value={asked.from} isRequired />
        <PartitionInput label="until, without it" name="to" grain={grain} value={asked.to} placeholder="now" />
        <label>
          <input name="again" type="checkbox" value="true" defaultChecked={asked.again === 'true'} /> also what an
          earlier backfill has done
        </label>
        <button type="submit">Estimate</button>
      </form>
      {asked.from !== '' && <Estimate key={JSON.stringify(asked)} name={name} asked={asked} again={again} />}
    </>
  );
}

type EstimateProps = { readonly name: string; readonly asked: Asked; readonly again: () => void };

/** How it stands and what is left takes; ordered, it goes on being told. */
function Estimate({ name, asked, again }: EstimateProps) {
  // What is under way was begun once: as if there had been none is asked for the order alone.
  const { again: anew, ...range } = asked;
  const ordering = useOrder(name, again);
  const isOrdered = ordering.words !== '';
  const plan = useAsked((signal) => ordersOf('backfill', name, isOrdered ? range : asked, signal), [isOrdered], {
    everyMs,
  });
  return (
    <>
      <Answer of={plan} what="The estimate">
        {(orders) => (
          <>
            <Standing orders={orders} />
            {!isOrdered && (
              <button
                type="button"
                class="main"
                disabled={ordering.isSending || orders.messages.length === 0}
                onClick={() => ordering.send('backfill', asked)}
              >
                Order it
              </button>
            )}
          </>
        )}
      </Answer>
      <Outcome ordering={ordering} />
    </>
  );
}

function Standing({ orders: { parts = [], plan, words, messages } }: { readonly orders: Orders }) {
  const all = plan?.partitions.length ?? 0;
  const over = (plan?.done.length ?? 0) + (plan?.aside.length ?? 0);
  return (
    <>
      <dl class="facts" aria-live="polite">
        {parts.map(([title, text]) => (
          <Fragment key={title}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
      {plan !== undefined && plan.begunAt !== null && (
        <p>
          <progress value={over} max={Math.max(all, 1)} aria-label="Made anew" /> {over.toLocaleString('en-GB')} of{' '}
          {all.toLocaleString('en-GB')}
        </p>
      )}
      {messages.length === 0 && <p class="quiet">{words}</p>}
    </>
  );
}
