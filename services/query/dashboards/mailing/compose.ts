import MailComposer from 'nodemailer/lib/mail-composer';
import { attachmentName } from '../core/report/place.ts';
import { mailText, type Told } from './mail-text.ts';

export type Letter = Omit<Told, 'isAttached'> & { readonly html: string };

export type Addresses = { readonly from: string; readonly to: readonly string[] };

/** SES takes 40 MB, slowly beyond 10; most who receive mail take no more than 10 to 25. */
const maxMailBytes = 10_000_000;

/** A mail as MIME, with the report as a file of it; without, and saying so, where that would be too large. */
export async function compose(letter: Letter, addresses: Addresses): Promise<Uint8Array> {
  const whole = await build(letter, addresses, true);
  return whole.length <= maxMailBytes ? whole : build(letter, addresses, false);
}

function build(letter: Letter, { from, to }: Addresses, isAttached: boolean): Promise<Uint8Array> {
  const { dashboard, at, html: content } = letter;
  const attached = {
    filename: attachmentName(dashboard.name, at),
    content,
    contentType: 'text/html; charset=utf-8',
  };
  return new MailComposer({
    ...mailText({ ...letter, isAttached }),
    ...{ from, to: [...to], disableFileAccess: true, disableUrlAccess: true },
    // No answers by machines: RFC 3834.
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: isAttached ? [attached] : [],
  })
    .compile()
    .build();
}
