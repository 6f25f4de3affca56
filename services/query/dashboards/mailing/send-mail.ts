import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Addresses } from './compose.ts';

/** SES has not taken a mail, which can be sent again; after any other error it may have. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
}

/** Sends a mail (MIME) once; throws MailRefusedError. */
export type SendMail = (message: Uint8Array) => Promise<void>;

/** Nobody was there to take it. */
const unheard: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

type Client = { readonly send: (command: SendEmailCommand) => Promise<unknown> };

/** The client must not try again by itself: SES knows no token, and would send twice. */
export function createSendMail(client: Client, { from, to }: Addresses): SendMail {
  return async function sendMail(Data) {
    const mail = { FromEmailAddress: from, Destination: { ToAddresses: [...to] }, Content: { Raw: { Data } } };
    try {
      await client.send(new SendEmailCommand(mail));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw new MailRefusedError(`SES does not send mail of ${from}: ${String(error)}`, { cause: error });
    }
  };
}

function isRefusal(error: unknown): boolean {
  if (error instanceof SESv2ServiceException) return error.$fault === 'client';
  return error instanceof Error && 'code' in error && unheard.includes(error.code);
}
