import { cbor } from '@smithy/core/cbor';
import type { AwsError } from '../kernel/error.ts';

/** What a protocol's clients read; `ec2` is EC2's own form of the query protocol's, `text` for who speaks none. */
export type ErrorFormat = 'json' | 'rest-json' | 'cbor' | 'query' | 'ec2' | 's3' | 'text';

export type ErrorAnswer = { readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer };

type Write = (error: AwsError, requestId: string) => ErrorAnswer;

const writers: Readonly<Record<ErrorFormat, Write>> = {
  json: jsonError,
  'rest-json': jsonError,
  cbor: ({ code, message, members }) => ({
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    body: Buffer.from(cbor.serialize({ __type: code, message, ...members })),
  }),
  query(error, requestId) {
    const type = error.status < 500 ? 'Sender' : 'Receiver';
    return xml(
      `<ErrorResponse><Error><Type>${type}</Type>${codeAndMessage(error)}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    );
  },
  ec2: (error, requestId) =>
    xml(
      `<Response><Errors><Error>${codeAndMessage(error)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    ),
  s3(error, requestId) {
    const members = Object.entries(error.members)
      .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
      .join('');
    return xml(`<Error>${codeAndMessage(error)}${members}<RequestId>${requestId}</RequestId></Error>`);
  },
  text: ({ code, message }) => ({
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `${code}: ${message}\n`,
  }),
};

/** Writes an error as the protocol's clients expect it. */
export function writeError(error: AwsError, format: ErrorFormat, requestId: string): ErrorAnswer {
  return writers[format](error, requestId);
}

function jsonError({ code, message, members }: AwsError): ErrorAnswer {
  return {
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, Message: message, ...members }),
  };
}

function codeAndMessage({ code, message }: AwsError): string {
  return `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
}

function xml(text: string): ErrorAnswer {
  return { headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${text}` };
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&'"]|[^\P{Cc}\t\n]/gu, (character) => `&#${character.charCodeAt(0)};`);
}
