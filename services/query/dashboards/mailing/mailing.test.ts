import { SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { describe, expect, test } from 'vitest';
import { compiledWith } from '../core/tables-for-tests.ts';
import type { ReportRows } from '../drawing/report.ts';
import { compose, type Letter } from './compose.ts';
import { createSendMail, MailRefusedError } from './send-mail.ts';

const { dashboard } = compiledWith(
  '{type: kpi, title: "Größe <x>", dataset: usage, measure: sum(requests), compare: day}',
);
const rows: ReportRows = new Map([
  ['s--all', { rows: [['1234567']] }],
  [
    's--gro-e-x',
    {
      rows: [
        ['2026-11-29', '150'],
        ['2026-11-28', '100'],
      ],
    },
  ],
]);
const letter: Letter = {
  ...{ dashboard, rows, at: '2026-11-30T06:00:00Z', choices: ['Days: all'], html: '<p>ä page</p>' },
  place: 's3://bucket/reports/d/2026-11-30T06-00.html',
};
const addresses = { from: 'lake@example.com', to: ['ada@example.com', 'grace@example.com'] };
const composed = async (more: Partial<Letter> = {}) =>
  Buffer.from(await compose({ ...letter, ...more }, addresses)).toString('latin1');

/** The parts of a mail, decoded. */
function partsOf(mail: string): readonly { readonly head: string; readonly body: string }[] {
  return mail
    .split(/\r\n--\S+\r\n/)
    .slice(1)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      const body = rest.join('\r\n\r\n').replace(/\r\n--\S+--[\s\S]*$/, '');
      if (/base64/.test(head)) return { head, body: Buffer.from(body, 'base64').toString('utf8') };
      const printable = body
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
      return { head, body: /quoted-printable/.test(head) ? Buffer.from(printable, 'latin1').toString('utf8') : body };
    });
}

describe('a mail', () => {
  test('has the dashboard’s numbers as text and as HTML, and the page as a file', async () => {
    const mail = await composed();
    expect(mail).toMatch(/^From: lake@example\.com\r\n/m);
    expect(mail).toMatch(/^To: ada@example\.com, grace@example\.com\r\n/m);
    expect(mail).toMatch(/^Subject: T, 2026-11-30 06:00 UTC\r\n/m);
    expect(mail).toMatch(/^Auto-Submitted: auto-generated\r\n/m);
    const parts = partsOf(mail);
    const text = parts.find(({ head }) => head.includes('text/plain'))?.body;
    expect(text?.split(/\r?\n\r?\n/)).toEqual([
      'T',
      'Days: all · 2026-11-30 06:00 UTC',
      'All: 1,234,567',
      'Größe <x>: 150 (2026-11-29), +50% against 100 (2026-11-28)',
      expect.stringMatching(
        /^All charts: d-2026-11-30T06-00\.html.* and s3:\/\/bucket\/reports\/d\/2026-11-30T06-00\.html$/,
      ),
    ]);
    const html = parts.find(({ head }) => /text\/html/.test(head) && !/attachment/.test(head))?.body;
    expect(html).toContain('<b>150 (2026-11-29)</b>');
    expect(html).toContain('Größe &#60;x&#62;');
    expect(html).not.toContain('<x>');
    const attached = parts.find(({ head }) => /attachment/.test(head));
    expect(attached?.head).toContain('filename=d-2026-11-30T06-00.html');
    expect(attached?.head).toMatch(/text\/html; charset=utf-8/);
    expect(attached?.body).toBe('<p>ä page</p>');
  });

  test('of a page that is too large says where the page is', async () => {
    const fits = await composed({ html: 'x'.repeat(7_000_000) });
    expect(fits).toContain('attachment');
    expect(fits.length).toBeLessThan(10_000_000);
    const large = await composed({ html: 'x'.repeat(7_500_000) });
    expect(large).not.toContain('attachment');
    expect(large.length).toBeLessThan(10_000);
    expect(partsOf(large)[0]?.body).toContain(
      's3://bucket/reports/d/2026-11-30T06-00.html (the report is too large for a mail)',
    );
  });
});

describe('SES', () => {
  const sending = (answer: () => Promise<unknown>) => {
    const asked: unknown[] = [];
    const client = {
      send({ input }: { readonly input: unknown }) {
        asked.push(input);
        return answer();
      },
    };
    const send = createSendMail(client, addresses);
    return { asked, send };
  };
  const bytes = Buffer.from('From: a@example.com');
  const ofSes = (fault: 'client' | 'server') =>
    new SESv2ServiceException({ name: 'X', $fault: fault, $metadata: {}, message: 'why' });
  const ofNetwork = (code: string) => Object.assign(new Error('socket'), { code });

  test('is told whose mail it is, and to whom', async () => {
    const { asked, send } = sending(async () => ({}));
    await send(bytes);
    expect(asked).toEqual([
      {
        FromEmailAddress: 'lake@example.com',
        Destination: { ToAddresses: ['ada@example.com', 'grace@example.com'] },
        Content: { Raw: { Data: bytes } },
      },
    ]);
  });

  test.each([
    ['it refuses it', ofSes('client'), true],
    ['nobody hears it', ofNetwork('ECONNREFUSED'), true],
    ['its name is not found', ofNetwork('ENOTFOUND'), true],
    ['it fails', ofSes('server'), false],
    ['the connection breaks', ofNetwork('ECONNRESET'), false],
    ['something else happens', new Error('?'), false],
  ])('has surely not sent a mail where %s: %#', async (_, error, isRefused) => {
    const { asked, send } = sending(() => Promise.reject(error));
    const thrown = await send(bytes).catch((given: unknown) => given);
    expect(thrown instanceof MailRefusedError).toBe(isRefused);
    expect(isRefused ? thrown : { cause: thrown }).toMatchObject({ cause: error });
    expect(asked).toHaveLength(1);
  });
});
