import addressParser from 'nodemailer/lib/addressparser';
import { badRequest } from './error.ts';

/** Who sends a mail, and who gets it: addresses without names, as many as are named. */
export type Envelope = { readonly from: string; readonly to: readonly string[] };

type Destination = {
  readonly ToAddresses?: readonly string[] | undefined;
  readonly CcAddresses?: readonly string[] | undefined;
  readonly BccAddresses?: readonly string[] | undefined;
};

/** What the call names, and where it does not, what the headers do; throws BadRequestException for what is no mail, or no address. */
export function readEnvelope(
  message: Uint8Array,
  { from, destination }: { readonly from: string | undefined; readonly destination: Destination | undefined },
): Envelope {
  const headers = headersOf(message);
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = destination ?? {};
  const told = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  const [sender, ...others] = addressesIn(from === undefined ? headersNamed(headers, 'from') : [from]);
  if (sender === undefined || others.length > 0) throw badRequest("Missing required header 'From'.");
  return { from: sender, to: addressesIn(told.length > 0 ? told : headersNamed(headers, 'to', 'cc', 'bcc')) };
}

type Headers = readonly (readonly [name: string, value: string])[];

function headersOf(message: Uint8Array): Headers {
  const text = Buffer.from(message).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) throw badRequest('The message has no header and body with an empty line between them.');
  const lines = text
    .slice(0, end.index)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  return lines.map((line) => {
    const [, name, value] = /^([!-9;-~]+):(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw badRequest(`Malformed header: ${line.slice(0, 100)}`);
    return [name.toLowerCase(), value.trim()];
  });
}

function headersNamed(headers: Headers, ...names: readonly string[]): readonly string[] {
  return headers.filter(([name]) => names.includes(name)).map(([, value]) => value);
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html: the part before the @ is ASCII, a domain beyond it Punycode. */
const address = /^[!-?A-~]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;

function addressesIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) =>
    addressParser(text, { flatten: true }).map(({ address: own, name }) => own || name),
  );
  const wrong = found.find((each) => !address.test(each));
  if (wrong !== undefined) throw badRequest(`Illegal address: ${wrong}`);
  return found;
}
