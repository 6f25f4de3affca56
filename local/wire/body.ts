import { XmlCodec } from '@aws-sdk/core/protocols';
import { CborCodec } from '@smithy/core/cbor';
import { JsonCodec } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { readDocument } from './xml-document.ts';

const jsonRpc = new JsonCodec({ jsonName: false, timestampFormat: { useTrait: true, default: 7 } });
const jsonRest = new JsonCodec({ jsonName: true, httpBindings: true, timestampFormat: { useTrait: true, default: 7 } });
const cbor = new CborCodec();

/** How a document body is read and written: by JSON-RPC, REST-JSON, CBOR or XML, always driven by the schema. */
export type BodyCodec = {
  readonly contentType: string;
  read(schema: NormalizedSchema, bytes: Buffer): Promise<unknown>;
  write(schema: NormalizedSchema, value: unknown): Buffer | string;
};

export function jsonBody(
  contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1' | 'application/json',
): BodyCodec {
  const codec = contentType === 'application/json' ? jsonRest : jsonRpc;
  return {
    contentType,
    read: async (schema, bytes) => (bytes.length === 0 ? {} : codec.createDeserializer().read(schema, bytes)),
    write(schema, value) {
      const serializer = codec.createSerializer();
      serializer.write(schema, value);
      return serializer.flush();
    },
  };
}

export const cborBody: BodyCodec = {
  contentType: 'application/cbor',
  read: async (schema, bytes) => (bytes.length === 0 ? {} : cbor.createDeserializer().read(schema, bytes)),
  write(schema, value) {
    const serializer = cbor.createSerializer();
    serializer.write(schema, value);
    return Buffer.from(serializer.flush());
  },
};

export function xmlBody(xmlNamespace: string): BodyCodec {
  const codec = new XmlCodec({
    xmlNamespace,
    serviceNamespace: '',
    httpBindings: true,
    timestampFormat: { useTrait: true, default: 5 },
  });
  return {
    contentType: 'application/xml',
    read: async (schema, bytes) =>
      bytes.length === 0
        ? undefined
        : readDocument(schema, bytes, (type, document) => codec.createDeserializer().read(type, document)),
    write(schema, value) {
      const serializer = codec.createSerializer();
      serializer.write(schema, value);
      return `<?xml version="1.0" encoding="UTF-8"?>\n${withReferences(String(serializer.flush()))}`;
    },
  };
}

/** Characters that XML 1.0 has no place for, a key may have; AWS writes them as references. */
function withReferences(xml: string): string {
  return xml.replace(controls, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

const controls = /[^\P{Cc}\t\n]|[\ufffe\uffff]/gu;
