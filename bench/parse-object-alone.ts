import { createParseObject } from './parse-object.ts';
import { peakBytes } from './peak-bytes.ts';

// A process of its own, so that its peak is that of one object.
const { requests } = await createParseObject()(process.argv[2] ?? '');
console.log(JSON.stringify({ requests, peakBytes: peakBytes() }));
