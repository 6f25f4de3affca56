/** Where and when these were taken down. Prices of other regions differ by no common factor: they are not known here. */
export const pricesOf = { region: 'eu-west-1', date: '2026-11-30', currency: 'USD' } as const;

type Price = {
  readonly usd: number;
  /** So many of the meter's units cost that. */
  readonly per: number;
  readonly unit: string;
  readonly page: string;
  /** Whether a record of AWS's Price List with this figure for this region was seen, if at second hand; the others are from memory: compare them with your bill. */
  readonly isVerified: boolean;
};

const gigabyte = 1024 ** 3;
const terabyte = 1024 ** 4;
const million = 1_000_000;
const daysOfMonth = 30.4;

const page = (name: string) => `https://aws.amazon.com/${name}/pricing/`;
const memory = { isVerified: false };

/** On demand, beyond free tiers, the first step where there are several. Meters of months are in days of one. */
export const prices = {
  logBytes: { usd: 0.57, per: gigabyte, unit: 'GB', page: page('cloudwatch'), ...memory },
  alarmDays: { usd: 0.1, per: daysOfMonth, unit: 'alarms', page: page('cloudwatch'), ...memory },
  metricDays: { usd: 0.3, per: daysOfMonth, unit: 'metrics', page: page('cloudwatch'), ...memory },
  firehoseBytes: { usd: 0.031, per: gigabyte, unit: 'GB', page: page('firehose'), ...memory },
  streamBytes: { usd: 0.088, per: gigabyte, unit: 'GB', page: page('kinesis/data-streams'), ...memory },
  streamReadBytes: { usd: 0.044, per: gigabyte, unit: 'GB', page: page('kinesis/data-streams'), ...memory },
  streamHours: { usd: 0.044, per: 1, unit: 'hours', page: page('kinesis/data-streams'), ...memory },
  shardHours: { usd: 0.017, per: 1, unit: 'shard hours', page: page('kinesis/data-streams'), ...memory },
  putUnits: { usd: 0.0165, per: million, unit: 'PUT units', page: page('kinesis/data-streams'), ...memory },
  armSeconds: { usd: 0.000_013_333_4, per: 1, unit: 'GB-s', page: page('lambda'), ...memory },
  x86Seconds: { usd: 0.000_016_666_7, per: 1, unit: 'GB-s', page: page('lambda'), ...memory },
  calls: { usd: 0.2, per: million, unit: 'calls', page: page('lambda'), ...memory },
  puts: { usd: 0.005, per: 1_000, unit: 'PUTs', page: page('s3'), ...memory },
  queueRequests: { usd: 0.4, per: million, unit: 'requests', page: page('sqs'), ...memory },
  events: { usd: 1, per: million, unit: 'events', page: page('eventbridge'), ...memory },
  scannedBytes: { usd: 5, per: terabyte, unit: 'TB', page: page('athena'), isVerified: true },
  flowRuns: { usd: 0.001, per: 1, unit: 'runs', page: page('appflow'), ...memory },
} as const satisfies Readonly<Record<string, Price>>;

export type Meter = keyof typeof prices;

/** Dollars. */
export function priceOf(meter: Meter, quantity: number): number {
  const { usd, per } = prices[meter];
  return (quantity / per) * usd;
}
