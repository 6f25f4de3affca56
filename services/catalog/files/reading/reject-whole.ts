import { createByteWindow } from '@tributary/shared/objects/byte-window.ts';
import type { ConverterRead } from '@tributary/shared/objects/converter.ts';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import type { OpenObject } from '@tributary/shared/objects/read-object.ts';
import type { FileRecords } from './records.ts';

/** Of a file that is rejected whole so much is kept with the reason; raw has the rest. */
const keptBytes = 1024 * 1024;

/** All of it at once. Without a reason there is nothing in it. */
export async function* rejectWhole(
  open: OpenObject,
  { size }: Pick<ConverterRead, 'size'>,
  reason: string | undefined,
): AsyncGenerator<ObjectPart<FileRecords>> {
  const window = createByteWindow(open(0));
  const bytes = Buffer.from(await window.fill(keptBytes));
  const end = size === undefined ? await sizeOf(open) : await size();
  if (end === 0) return;
  if (reason !== undefined) yield { kind: 'rejected', offset: 0, end, reason, bytes };
  yield { kind: 'extent', offset: 0, end, isPadding: false };
}

/** The object's size. */
export async function sizeOf(open: OpenObject): Promise<number> {
  let end = 0;
  for await (const part of open(0)) end += part.length;
  return end;
}
