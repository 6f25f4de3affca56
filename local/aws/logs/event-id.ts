import { randomBytes } from 'node:crypto';

/** Makes event ids as CloudWatch Logs does: 56 digits that sort by the event's time, then by arrival. */
export function createEventIds(now: number): (timestamp: number) => string {
  let sequence = BigInt(now) << 12n;
  const salt = BigInt(`0x${randomBytes(10).toString('hex')}`);
  return (timestamp) => {
    sequence += 1n;
    const low = (BigInt.asUintN(60, sequence) << 80n) | salt;
    return ((BigInt(timestamp) << 144n) | low).toString().padStart(56, '0');
  };
}
