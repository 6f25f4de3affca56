import { eventsOfSample } from '../datasets/sample-rows.ts';

type Fact = Awaited<ReturnType<typeof eventsOfSample>>['facts'][number];

/** What the sample's facts say of who is quiet in the last part of the orders' time, counted without SQL and without pandas. Times in milliseconds. */
export async function sampleCustomers(part: number) {
  const { facts } = await eventsOfSample();
  const orders = ordersOf(facts);
  const times = orders.map(({ at }) => at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const split = Math.floor(last - (last - first) * part);
  const before = orders.filter(({ at }) => at < split);
  const after = orders.filter(({ at }) => at >= split);
  const laterBuyers = new Set(after.map(({ customer }) => customer));
  const customers = [...new Set(before.map(({ customer }) => customer))].toSorted();
  return {
    ...{ first, last, split, before: before.length, after: after.length },
    customers: customers.map((customer) => {
      const own = before.filter((order) => order.customer === customer).toSorted((a, b) => a.at - b.at);
      const known = facts.filter((fact) => isOf(fact, customer) && Date.parse(fact.at) < split);
      return {
        ...{ customer, isQuiet: !laterBuyers.has(customer), orders: own.length },
        ...{ sinceLast: (split - (own.at(-1)?.at ?? 0)) / (last - split), account: own.at(-1)?.account },
        pays: isPaid(lastValue(known, 'plan')),
        changes: Math.max(new Set(known.map(({ event_id }) => event_id)).size - 1, 0),
      };
    }),
    downgraded: downgrades(facts, split),
  };
}

const isOf = (fact: Fact, customer: string) => fact.entity === 'customer' && fact.entity_id === customer;
const isPaid = (plan: unknown) => plan !== undefined && plan !== 'free';

/** The orders by their ids, each once however often it was told. */
function ordersOf(facts: readonly Fact[]) {
  const ids = new Set(facts.filter(({ attribute }) => attribute === 'customer.id').map(({ entity_id: id }) => id));
  return [...ids].map((id) => {
    const own = facts.filter((fact) => fact.entity === 'order' && fact.entity_id === id);
    const placed = own.find(({ attribute }) => attribute === 'customer.id');
    const account = Number(own.find(({ attribute }) => attribute === 'account_id')?.value);
    return { at: Date.parse(placed?.at ?? ''), customer: String(JSON.parse(placed?.value ?? 'null')), account };
  });
}

/** The value of an attribute's last fact; of two at one instant the one of the greater event. */
function lastValue(facts: readonly Fact[], attribute: string): unknown {
  const order = ({ at, event_id }: Fact) => `${at} ${event_id}`;
  const own = facts.filter((fact) => fact.attribute === attribute).toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const value = own.at(-1)?.value;
  return value === undefined ? undefined : JSON.parse(value);
}

/** How many paid at the split, and how many of these no longer do. */
function downgrades(facts: readonly Fact[], split: number): readonly [gone: number, paid: number] {
  const customers = [...new Set(facts.filter(({ entity }) => entity === 'customer').map(({ entity_id: id }) => id))];
  const of = (customer: string) => facts.filter((fact) => isOf(fact, customer));
  const paid = customers.filter((id) =>
    isPaid(
      lastValue(
        of(id).filter(({ at }) => Date.parse(at) < split),
        'plan',
      ),
    ),
  );
  return [paid.filter((id) => lastValue(of(id), 'plan') === 'free').length, paid.length];
}
