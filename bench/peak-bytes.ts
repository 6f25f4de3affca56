import { existsSync, readFileSync } from 'node:fs';

/** The most memory that this process had, where Linux tells it: what `resourceUsage` calls the maximum there begins with that of the process which started this one. */
export function peakBytes(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  return (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes)) * 1024;
}
