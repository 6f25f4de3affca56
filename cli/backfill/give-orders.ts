import { mostPartitions, type Order } from '@tributary/shared/jobs/order.ts';
import type { Plan } from './plan.ts';

/** Tells the service what is left of a backfill, so many partitions a message; gives since when it is under way (epoch ms). */
export async function giveOrders(
  name: string,
  { partitions, left, begunAt }: Pick<Plan, 'partitions' | 'left' | 'begunAt'>,
  { order, now }: { readonly order: (order: Order) => Promise<void>; readonly now: number },
): Promise<number> {
  const [from = '', to = ''] = [partitions[0], partitions.at(-1)];
  const at = begunAt ?? now;
  for (let first = 0; first < left.length; first += mostPartitions)
    await order({ backfill: name, partitions: left.slice(first, first + mostPartitions), of: { from, to, at } });
  return at;
}
