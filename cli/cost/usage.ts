import type { Growth } from './growth.ts';
import { type Meter, priceOf } from './prices.ts';

/** What a day's work used of one meter. */
export type Usage = {
  /** What it is used for: a way in, a dataset or enrichment by its name, or what all share. */
  readonly way: string;
  readonly what: string;
  readonly meter: Meter;
  readonly growth: Growth;
  readonly from: 'metrics' | 'job log' | 'count' | 'estimate';
};

/** Dollars a day, now and at so many times the data. */
export type Cost = { readonly now: number; readonly times10: number; readonly times100: number };

export type Item = Omit<Usage, 'growth'> & {
  readonly quantity: number;
  readonly growth: Growth['kind'];
  readonly cost: Cost;
};

export type WayCost = {
  readonly way: string;
  readonly cost: Cost;
  readonly share: number;
  readonly items: readonly Item[];
};

export type Bill = { readonly total: Cost; readonly ways: readonly WayCost[] };

/** The largest first, ways and what each is made of; what costs nothing and would not at 100 times is left out. */
export function billOf(usages: readonly Usage[]): Bill {
  const items = usages.map(itemOf).filter(({ cost }) => cost.times100 > 0);
  const total = sumOf(items);
  const ways = [...new Set(items.map(({ way }) => way))].map((way) => {
    const own = items.filter((item) => item.way === way).toSorted(byCost);
    const cost = sumOf(own);
    return { way, cost, share: total.now === 0 ? 0 : cost.now / total.now, items: own };
  });
  return { total, ways: ways.toSorted(byCost) };
}

function itemOf({ growth, ...usage }: Usage): Item {
  const at = (times: number) => priceOf(usage.meter, growth.at(times));
  return {
    ...usage,
    quantity: growth.at(1),
    growth: growth.kind,
    cost: { now: at(1), times10: at(10), times100: at(100) },
  };
}

type Costing = { readonly cost: Cost };

const byCost = (one: Costing, other: Costing) =>
  other.cost.now - one.cost.now || other.cost.times100 - one.cost.times100;

function sumOf(all: readonly Costing[]): Cost {
  const sum = (of: keyof Cost) => all.reduce((before, { cost }) => before + cost[of], 0);
  return { now: sum('now'), times10: sum('times10'), times100: sum('times100') };
}
