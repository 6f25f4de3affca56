// The way between the local cloud and a function's process: JSON lines, requests in on descriptor 4, answers and
// log lines out on descriptor 3. One synchronous way out keeps a line that was logged before an answer before it.
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

const outDescriptor = 3;
const inDescriptor = 4;

export function send(message) {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(outDescriptor, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

/** Calls `onRequest` for each request; `rest()` lets the process's own work alone keep it alive, `wake()` undoes it. */
export function listen(onRequest) {
  const socket = new Socket({ fd: inDescriptor, readable: true, writable: false });
  let pieces = [];
  socket.on('data', (chunk) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      pieces.push(rest.subarray(0, end));
      const line = Buffer.concat(pieces).toString('utf8');
      pieces = [];
      rest = rest.subarray(end + 1);
      onRequest(JSON.parse(line));
    }
    if (rest.length > 0) pieces.push(rest);
  });
  socket.on('close', () => process.exit(0));
  return { rest: () => socket.unref(), wake: () => socket.ref() };
}
