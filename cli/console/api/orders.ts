import { openBench, planAsked } from '../../backfill/bench.ts';
import { giveOrders } from '../../backfill/give-orders.ts';
import { type Part, planAsJson, planParts } from '../../backfill/tell.ts';
import { openCopyDesk } from '../../copies/open-copies.ts';
import { retryCopy } from '../../copies/retry-copy.ts';
import { tellLacking, unitsAsked } from '../../jobs/asked-units.ts';
import { copiesIn, findDeclared, findTable, readDeclared } from '../../jobs/declared.ts';
import { openDesk } from '../../jobs/desk.ts';
import { orRemoved } from '../../jobs/or-removed.ts';
import { retryAside } from '../../jobs/retry-aside.ts';
import { orderRun } from '../../jobs/run-work.ts';
import { type Answering, type Asking, NotThereError } from '../api.ts';
import { whereDeployed } from './where-deployed.ts';

/** What to send where, that what is asked for be done: this interface sends nothing itself. */
type Orders = {
  /** What is said once the messages are sent; without any, why there is none. */
  readonly words: string;
  /** Its name. */
  readonly queue: string;
  readonly messages: readonly object[];
  /** Of a backfill: what is to be done, for people and for programs. */
  readonly plan?: ReturnType<typeof planAsJson>;
  readonly parts?: readonly Part[];
};

/** `orders/run/NAME?day=…`, `orders/retry/NAME`, `orders/backfill/NAME?from=…&to=…[&again=true]`: the orders that the commands of these names give. */
export const orders: Answering = async (asking) => {
  const [what = '', name = ''] = asking.path;
  const answer = Object.hasOwn(answers, what) ? answers[what] : undefined;
  if (answer === undefined || name === '')
    throw new NotThereError(`What to do of which target is asked, as in orders/run/integration_usage?day=2026-11-20`);
  return whereDeployed(() => answer(name, asking));
};

const answers: Readonly<Record<string, (name: string, asking: Asking) => Promise<Orders>>> = { run, retry, backfill };

async function run(name: string, { target, query }: Asking): Promise<Orders> {
  const all = readDeclared();
  const declared = await orRemoved(name, target, () => findTable(name, all));
  const of = (key: string) => (query.has(key) ? query.getAll(key) : undefined);
  const asked = { ...rangeIn(query), hour: of('hour'), day: of('day'), month: of('month'), type: of('type') };
  const days = await unitsAsked(declared, all, { asked, target, now: Date.now() });
  const { queue, look } = await openDesk(declared, target);
  const lacking = await tellLacking(declared, all, { days, target });
  if (lacking !== undefined) return { words: lacking, queue, messages: [] };
  const messages: object[] = [];
  const { words } = await orderRun({ look, order: noteIn(messages) }, declared, days);
  return { words, queue, messages };
}

async function retry(name: string, { target }: Asking): Promise<Orders> {
  const declared = readDeclared();
  const found = await orRemoved(name, target, () => findDeclared(name, [...declared, ...copiesIn(declared)]));
  const messages: object[] = [];
  const order = noteIn(messages);
  const told = ({ queue }: { readonly queue: string }, text: string): Orders => {
    // The lines that follow say which command shows more.
    const [words = ''] = text.split('\n');
    return { words, queue, messages };
  };
  if (found.kind === 'copy') {
    const desk = await openCopyDesk(found, target);
    return told(desk, await retryCopy({ look: desk.look, order }, '', Date.now()));
  }
  const desk = await openDesk(found, target);
  return told(desk, await retryAside({ look: desk.look, order }, name, ''));
}

async function backfill(name: string, { target, query }: Asking): Promise<Orders> {
  const all = readDeclared();
  const declared = await orRemoved(name, target, () => findTable(name, all));
  const bench = await openBench(declared, target);
  const again = query.get('again') === 'true' ? true : undefined;
  const now = Date.now();
  const told = await planAsked(declared, bench, { asked: { ...rangeIn(query), again }, now });
  const messages: object[] = [];
  await giveOrders(name, told.plan, { order: noteIn(messages), now });
  const { partitions, left } = told.plan;
  const which = `${left.length.toLocaleString('en-GB')} of ${partitions.length.toLocaleString('en-GB')} ${told.noun}s`;
  const words = left.length === 0 ? 'Nothing is left to order.' : `services/query is told to make ${which} anew.`;
  return {
    words,
    queue: bench.queue,
    messages,
    parts: planParts(told),
    plan: planAsJson(told, false),
  };
}

function rangeIn(query: URLSearchParams) {
  return { from: query.get('from') || undefined, to: query.get('to') || undefined };
}

function noteIn(messages: object[]): (order: object) => Promise<void> {
  return async (order) => {
    messages.push(order);
  };
}
