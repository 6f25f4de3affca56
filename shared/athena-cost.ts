/** In eu-west-1 and most regions. https://aws.amazon.com/athena/pricing/ */
const dollarsPerTerabyte = 5;
const megabyte = 1024 ** 2;
const leastMegabytes = 10;
const terabyte = 1024 ** 4;

/** What Athena takes for a statement that read so many bytes, in dollars: for each megabyte that was begun, 10 at least. */
export function scanCost(scannedBytes: number): number {
  const megabytes = Math.max(Math.ceil(scannedBytes / megabyte), leastMegabytes);
  return (megabytes * megabyte * dollarsPerTerabyte) / terabyte;
}

/** `$0`, `$0.000048`, `$1.25` */
export function dollars(amount: number): string {
  if (amount === 0) return '$0';
  if (amount >= 0.01)
    return `$${amount.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return `$${amount.toLocaleString('en-GB', { maximumSignificantDigits: 2 })}`;
}
