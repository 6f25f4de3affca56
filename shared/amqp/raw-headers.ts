/**
 * amqplib decodes a message's properties in its frame loop, and ends the connection at a field type that it does not know: the message
 * comes again, first in the queue, for ever. With this, content headers pass undecoded, for `readContentHeader`.
 */

/** What is replaced of amqplib's connection (lib/connection.js): its next frame, from the bytes that it has not used yet. */
type Receiving = { rest: Buffer; recvFrame: () => unknown };

/** amqplib is not as this was written for. */
class AmqplibError extends Error {
  override readonly name = 'AmqplibError';
}

const headerFrame = 2;
const frameEnd = 206;
// Type, channel and size before the payload; one byte after it.
const before = 7;
const around = 8;
// Class, weight and body size before the flags.
const beforeFlags = 12;

/** Has a connection of amqplib's (`ChannelModel.connection`) hand over content headers as they came; to be called before it consumes. */
export function keepRawHeaders(connection: unknown): void {
  if (!isReceiving(connection)) throw new AmqplibError('amqplib receives frames in another way than it did in 2.3');
  const receive = connection.recvFrame.bind(connection);
  connection.recvFrame = () => {
    const { rest } = connection;
    if (rest.length < around || rest[0] !== headerFrame) return receive();
    const end = before + rest.readUInt32BE(3);
    // Not all of it is there: amqplib reads more, and asks again. Or it is no frame: amqplib says so.
    if (rest.length <= end || rest[end] !== frameEnd || end < before + beforeFlags) return receive();
    connection.rest = rest.subarray(end + 1);
    return {
      id: rest.readUInt16BE(before),
      channel: rest.readUInt16BE(1),
      size: Number(rest.readBigUInt64BE(before + 4)),
      fields: { contentHeader: rest.subarray(before + beforeFlags, end) },
    };
  };
}

/** The content header of a message's `properties`. */
export function rawHeaderOf(properties: object): Buffer {
  if ('contentHeader' in properties && Buffer.isBuffer(properties.contentHeader)) return properties.contentHeader;
  throw new AmqplibError('this message did not come over a connection that keeps its raw headers');
}

function isReceiving(connection: unknown): connection is Receiving {
  return (
    typeof connection === 'object' &&
    connection !== null &&
    'rest' in connection &&
    Buffer.isBuffer(connection.rest) &&
    'recvFrame' in connection &&
    typeof connection.recvFrame === 'function'
  );
}
