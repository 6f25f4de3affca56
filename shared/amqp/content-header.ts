import {
  type Cursor,
  type FieldTable,
  FieldTableError,
  readFieldTable,
  readLongBytes,
  readShortText,
  readUnsigned64,
  take,
} from './field-table.ts';

/** A message's properties by their AMQP names in camel case; `timestamp` as it was sent, in seconds by the book. */
export type ContentProperties = {
  contentType?: string;
  contentEncoding?: string;
  headers?: FieldTable;
  deliveryMode?: number;
  priority?: number;
  correlationId?: string;
  replyTo?: string;
  expiration?: string;
  messageId?: string;
  timestamp?: number;
  type?: string;
  userId?: string;
  appId?: string;
  clusterId?: string;
};

/** `fault` says what could not be read, null where all could; what could is in `properties` all the same. */
export type ContentHeader = { readonly properties: ContentProperties; readonly fault: string | null };

/** Reads the flags and values of a content header, whoever wrote it; never throws. */
export function readContentHeader(bytes: Buffer): ContentHeader {
  const cursor: Cursor = { bytes, at: 0 };
  const properties: ContentProperties = {};
  try {
    const flags = readFlags(cursor);
    return { properties, fault: flags === 0 ? null : readValues(cursor, flags, properties) };
  } catch (error) {
    return { properties, fault: faultOf(error, 'the properties') };
  }
}

/** Bit 0 says that another word of flags follows; no property has a flag there. */
function readFlags(cursor: Cursor): number {
  const flags = take(cursor, 2).readUInt16BE();
  for (let word = flags; (word & 1) === 1; ) word = take(cursor, 2).readUInt16BE();
  return flags & ~1;
}

/** Reads what the flags name, in the order of the flags. Unreadable headers are passed over: their length is known. */
function readValues(cursor: Cursor, flags: number, properties: ContentProperties): string | null {
  let fault: string | null = null;
  for (const [flag, read] of order) {
    if ((flags & flag) !== 0) fault = read(cursor, properties) ?? fault;
  }
  return fault;
}

type ReadProperty = (cursor: Cursor, into: ContentProperties) => string | undefined;

type Texts = Exclude<keyof ContentProperties, 'headers' | 'deliveryMode' | 'priority' | 'timestamp'>;

const text =
  (name: Texts): ReadProperty =>
  (cursor, into) => {
    into[name] = readShortText(cursor);
    return undefined;
  };

const octet =
  (name: 'deliveryMode' | 'priority'): ReadProperty =>
  (cursor, into) => {
    into[name] = take(cursor, 1).readUInt8();
    return undefined;
  };

const order: readonly (readonly [flag: number, read: ReadProperty])[] = [
  [0x8000, text('contentType')],
  [0x4000, text('contentEncoding')],
  [0x2000, readHeaders],
  [0x1000, octet('deliveryMode')],
  [0x0800, octet('priority')],
  [0x0400, text('correlationId')],
  [0x0200, text('replyTo')],
  [0x0100, text('expiration')],
  [0x0080, text('messageId')],
  [
    0x0040,
    (cursor, into) => {
      into.timestamp = Number(readUnsigned64(cursor));
      return undefined;
    },
  ],
  [0x0020, text('type')],
  [0x0010, text('userId')],
  [0x0008, text('appId')],
  [0x0004, text('clusterId')],
];

function readHeaders(cursor: Cursor, into: ContentProperties): string | undefined {
  const bytes = readLongBytes(cursor);
  try {
    into.headers = readFieldTable(bytes);
    return undefined;
  } catch (error) {
    return faultOf(error, 'the headers');
  }
}

function faultOf(error: unknown, what: string): string {
  if (error instanceof FieldTableError) return `${what} cannot be read: ${error.message}`;
  throw error;
}
