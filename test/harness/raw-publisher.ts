import { connect } from 'amqplib';

const short = (text: string) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);

function frame(type: number, channel: number, ...parts: readonly Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
}

/** Publishes to a queue with a content header (flags and values) of any bytes, which no client library would write. */
export async function publishRaw(
  url: string,
  queue: string,
  messages: readonly (readonly [header: Buffer, body: string])[],
) {
  const model = await connect(url);
  const channel = await model.createChannel();
  const { connection }: { readonly connection: unknown } = model;
  if (typeof connection !== 'object' || connection === null || !('sendBytes' in connection))
    throw new Error('amqplib sends bytes in another way than it did in 2.3');
  const { sendBytes } = connection;
  if (typeof sendBytes !== 'function') throw new Error('amqplib sends bytes in another way than it did in 2.3');
  for (const [header, body] of messages) {
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(Buffer.byteLength(body)));
    const frames = [
      // basic.publish: class 60, method 40, a reserved word; exchange, routing key; neither mandatory nor immediate.
      frame(1, 1, Buffer.from([0, 60, 0, 40, 0, 0]), short(''), short(queue), Buffer.from([0])),
      frame(2, 1, Buffer.from([0, 60, 0, 0]), size, header),
      frame(3, 1, Buffer.from(body)),
    ];
    sendBytes.call(connection, Buffer.concat(frames));
  }
  // The broker answers in the order in which it was asked.
  await channel.checkQueue(queue);
  await model.close();
}
