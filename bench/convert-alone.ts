import { createConvertOne } from './convert-file.ts';
import { peakBytes } from './peak-bytes.ts';

// A process of its own, so that its peak is that of one file.
const { requests } = await createConvertOne()(process.argv[2] ?? '');
console.log(JSON.stringify({ requests, peakBytes: peakBytes() }));
