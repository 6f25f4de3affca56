import { objectCreatedMessage } from '@tributary/shared/objects/object-created-message.ts';
import { expect, test } from 'vitest';
import type { ConvertFileResult } from './convert-file.ts';
import { createConvertMessage } from './convert-message.ts';
import { MovedError } from './moved-error.ts';
import type { TargetTable } from './target-table.ts';

const key = 'raw/files/shop/orders/a.json';
const shown: TargetTable = { name: 'shop_orders', generation: 1 };
const done: ConvertFileResult = { receipts: [], newestAt: null, isSuperseded: false };
const rest = { position: [7], isGzip: false, records: 3 };

/** What is sent where converting ends so, and the table is that by then. */
async function sentAfter(convert: () => Promise<ConvertFileResult>, now: TargetTable): Promise<readonly unknown[]> {
  const targets = [shown, now];
  const sent: unknown[] = [];
  const convertMessage = createConvertMessage({
    declarations: { files: new Map(), events: new Map() },
    open: async () => ({
      versionId: 'v',
      which: 'v',
      modifiedAt: 0,
      readRange: async () => ({ bytes: Buffer.alloc(0), size: 0 }),
      otherVersions: async () => [],
    }),
    findTarget: async () => targets.shift() ?? now,
    convertFile: convert,
    send: async (body) => void sent.push(JSON.parse(body)),
  });
  await convertMessage(JSON.parse(objectCreatedMessage('raw', key)), () => 1000);
  return sent;
}

const whole = expect.not.objectContaining({ from: expect.anything() });

test.each<[string, () => Promise<ConvertFileResult>, TargetTable, readonly unknown[]]>([
  ['all is done', async () => done, shown, []],
  [
    'time ran out',
    async () => ({ ...done, rest }),
    shown,
    [expect.objectContaining({ from: { ...rest, which: 'v' } })],
  ],
  ['a newer version came', async () => ({ ...done, isSuperseded: true }), shown, [whole]],
  ['the table is made anew by now', async () => done, { ...shown, generation: 2 }, [whole]],
  ['its rows go beside by now', async () => done, { ...shown, name: 'shop_orders__2' }, [whole]],
  ['time ran out in a table that is made anew', async () => ({ ...done, rest }), { ...shown, generation: 2 }, [whole]],
  ['the table was made anew meanwhile', async () => Promise.reject(new MovedError('moved')), shown, [whole]],
])('an object is converted again, or its rest, where %s', async (_, convert, now, sent) => {
  expect(await sentAfter(convert, now)).toEqual(sent);
});
