import { parseObject } from './parse-object.ts';

// A process of its own, so that its peak is that of one object.
const { requests } = await parseObject(process.argv[2] ?? '');
console.log(JSON.stringify({ requests, peakBytes: process.resourceUsage().maxRSS * 1024 }));
