import type { AwsError } from '../kernel/error.ts';

export type ErrorFormat = 'json' | 'rest-json' | 'cbor' | 'query' | 's3';

export type ErrorAnswer = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

/** Writes an error as the protocol's clients expect it. CBOR clients are answered in JSON's shape by `cborBody` outside. */
export function writeError(error: AwsError, format: ErrorFormat, requestId: string): ErrorAnswer {
  if (format === 's3') {
    const members = Object.entries(error.members)
      .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
      .join('');
    return xml(
      `<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>${members}<RequestId>${requestId}</RequestId></Error>`,
    );
  }
  if (format === 'query') {
    const type = error.status < 500 ? 'Sender' : 'Receiver';
    return xml(
      `<ErrorResponse><Error><Type>${type}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    );
  }
  return {
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, Message: error.message, ...error.members }),
  };
}

function xml(text: string): ErrorAnswer {
  return { headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${text}` };
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&'"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
