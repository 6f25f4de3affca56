import { existsSync, readFileSync } from 'node:fs';
import { createParseObject } from './parse-object.ts';

// A process of its own, so that its peak is that of one object.
const { requests } = await createParseObject()(process.argv[2] ?? '');
console.log(JSON.stringify({ requests, peakBytes: peakBytes() }));

/** Where Linux tells it: what `resourceUsage` calls the maximum there begins with that of the process which started this one. */
function peakBytes(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  return (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes)) * 1024;
}
