import type { SendEmailRequest } from '@aws-sdk/client-sesv2';
import type { Cloud } from '../../kernel/cloud.ts';
import { notCovered } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { badRequest } from './error.ts';
import type { Outbox } from './outbox.ts';

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const maxMessageBytes = 40 * 1_024 * 1_024;
const maxRecipients = 50;

/** Takes a mail that is whole (raw MIME) and keeps it. Each address counts as verified; nothing leaves this machine. */
export const sendEmail = (outbox: Outbox) =>
  operation('ses', 'SendEmail', {
    // SES asks for SendRawEmail where the content is raw, whatever the call is called.
    permissions: (input, { cloud }) => {
      const { from, to } = read(input).envelope;
      const conditions = { 'ses:FromAddress': from, 'ses:Recipients': to };
      return [{ action: 'ses:SendRawEmail', resource: identityArn(cloud, from), conditions }];
    },
    handle(input) {
      const { message, envelope } = read(input);
      check(message, envelope);
      return { MessageId: outbox(message) };
    },
  });

function identityArn({ region, account }: Pick<Cloud, 'region' | 'account'>, address: string): string {
  return `arn:aws:ses:${region}:${account}:identity/${address}`;
}

const taken: readonly string[] = ['FromEmailAddress', 'Destination', 'Content'] satisfies (keyof SendEmailRequest)[];

function read(input: SendEmailRequest): { readonly message: Uint8Array; readonly envelope: Envelope } {
  const other = Object.entries(input).find(([name, value]) => value !== undefined && !taken.includes(name));
  if (other !== undefined) throw notCovered(`${other[0]} of SES SendEmail`);
  const { Raw, ...others } = input.Content ?? {};
  const [form] = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (form !== undefined) throw notCovered(`${form} content of SES SendEmail: send Raw`);
  if (Raw?.Data === undefined) throw badRequest('The content has no Raw, Simple or Template.');
  const { FromEmailAddress: from, Destination: destination } = input;
  return { message: Raw.Data, envelope: readEnvelope(Raw.Data, { from, destination }) };
}

function check(message: Uint8Array, { to }: Envelope): void {
  if (to.length === 0) throw badRequest('The message has no recipients.');
  if (to.length > maxRecipients) throw badRequest(`Recipient count exceeds ${maxRecipients}.`);
  if (message.length > maxMessageBytes)
    throw badRequest(`Message length is more than ${maxMessageBytes} bytes long: '${message.length}'.`);
}
