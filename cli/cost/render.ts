import { dollars } from '@tributary/shared/athena-cost.ts';
import { size } from '@tributary/shared/size.ts';
import type { Answer } from '../athena.ts';
import { renderTable } from '../terminal/table.ts';
import { prices, pricesOf } from './prices.ts';
import type { DaySpan } from './span-of-day.ts';
import type { Bill, Cost, Item } from './usage.ts';

export type Told = {
  readonly span: DaySpan;
  readonly bill: Bill;
  /** What is not in the sums, in sentences. */
  readonly missing: readonly string[];
};

const right = (name: string) => ({ name, type: 'bigint' }) as const;
const left = (name: string) => ({ name, type: 'varchar' }) as const;
const money = [right('a day'), right('share'), right('at 10 ×'), right('at 100 ×')];
const wayColumns = [left('for'), ...money, left('most of it')];
const itemColumns = [left('for'), left('what'), right('used'), ...money, left('grows'), left('from')];

/** Ways by what they cost, then the items that matter; below, what the figures are worth. */
export function renderCost({ span, bill, missing }: Told, isTerminal: boolean): string {
  if (bill.ways.length === 0) return `Nothing was used on ${span.day}.\n${missing.map((each) => `${each}\n`).join('')}`;
  const told = (cost: Cost) => moneyOf(cost, bill.total.now);
  const ways = bill.ways.map(({ way, cost, items }) => [way, ...told(cost), items[0]?.what ?? '']);
  const items = bill.ways
    .flatMap((way) => way.items)
    .filter((item) => matters(item, bill.total))
    .toSorted((one, other) => other.cost.now - one.cost.now);
  const rows = items
    .slice(0, mostItems)
    .map((item): Answer['rows'][number] => [
      item.way,
      item.what,
      quantityOf(item),
      ...told(item.cost),
      item.growth,
      item.from,
    ]);
  return [
    `${span.day}${span.hours < 24 ? `, its first ${span.hours.toLocaleString('en-GB', { maximumFractionDigits: 1 })} hours` : ''}`,
    renderTable({ columns: wayColumns, rows: [...ways, ['all', ...told(bill.total), '']] }, isTerminal),
    'What is 1 % of it, now or at 100 times the data:',
    renderTable({ columns: itemColumns, rows }, isTerminal),
    ...notes(),
    ...missing,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const mostItems = 20;
const leastShare = 0.01;

function matters({ cost }: Item, total: Cost): boolean {
  return cost.now >= total.now * leastShare || cost.times100 >= total.times100 * leastShare;
}

function moneyOf(cost: Cost, total: number): readonly string[] {
  const share = total === 0 ? 0 : (100 * cost.now) / total;
  const percent = share > 0 && share < 1 ? '< 1 %' : `${Math.round(share)} %`;
  return [dollars(cost.now), percent, dollars(cost.times10), dollars(cost.times100)];
}

function quantityOf({ meter, quantity }: Item): string {
  const { unit } = prices[meter];
  if (unit === 'GB' || unit === 'TB') return size(quantity);
  return `${quantity.toLocaleString('en-GB', { maximumSignificantDigits: 3 })} ${unit}`;
}

function notes(): readonly string[] {
  const unverified = Object.values(prices).filter(({ isVerified }) => !isVerified).length;
  return [
    `Prices of ${pricesOf.region} on ${pricesOf.date}, in USD, on demand; ${unverified} of ${Object.keys(prices).length} are from memory and unverified (cli/cost/prices.ts).`,
    'What grows linear is an upper bound: larger objects and batches make fewer calls. By steps: shards, files that fill before they are more, statements that count as 10 MB at least.',
    'Not in it: what is kept in S3 and CloudWatch Logs, NAT, KMS, DynamoDB, Glue, secrets, DMS, data transfer.',
  ];
}
