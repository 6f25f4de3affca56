import type { Metric, Statistic } from './widget.ts';

export type Search = {
  readonly namespace: string;
  readonly dimensions: readonly string[];
  readonly metric: string;
  /** Dimensions whose value is known. */
  readonly exactly?: Readonly<Record<string, string>>;
  /** Names of which each word has to stand in some dimension. */
  readonly words?: readonly string[];
  readonly stat: Statistic;
  /** One line for all that is found, of this name; else one for each. */
  readonly sumLabel?: string;
};

/**
 * Finds metrics whose dimensions nobody knows at packaging, as far as they had data in the last two weeks.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function search({ namespace, dimensions, metric, exactly = {}, words = [], stat, sumLabel }: Search): Metric {
  const schema = [namespace, ...dimensions].map((name) => (/^[\w/]+$/.test(name) ? name : `"${name}"`)).join(',');
  const exact = Object.entries({ MetricName: metric, ...exactly }).map(([name, value]) => `${name}="${value}"`);
  // A word with a hyphen is looked for as its parts: what is found by words alone can be of a stage with more words in its name.
  const parts = words.flatMap((name) => name.split(/[^A-Za-z0-9]+/)).filter((part) => part !== '');
  const found = `SEARCH('{${schema}} ${[...exact, ...parts].join(' ')}', '${stat}')`;
  return sumLabel === undefined ? [{ expression: found }] : [{ expression: `SUM(${found})`, label: sumLabel }];
}
