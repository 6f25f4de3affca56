import { createServer } from 'node:http2';

/** A process that takes every record of PutRecords and keeps none: what is measured is who calls it. Sends its port to its parent. */

const key = Buffer.from('"PartitionKey"');

const server = createServer();
server.on('stream', (stream) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    const answer = answerTo(Buffer.concat(chunks));
    stream.respond({ ':status': 200, 'content-type': 'application/x-amz-json-1.1', 'content-length': answer.length });
    stream.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});

const stored = JSON.stringify({ SequenceNumber: '49'.padEnd(56, '0'), ShardId: 'shardId-000000000000' });

function answerTo(body: Buffer): string {
  let records = 0;
  for (let at = body.indexOf(key); at !== -1; at = body.indexOf(key, at + key.length)) records += 1;
  return `{"FailedRecordCount":0,"Records":[${Array.from({ length: records }, () => stored).join(',')}]}`;
}
