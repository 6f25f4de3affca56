import type { copyOrder } from '@tributary/query/egress/core/order.ts';
import { span } from '@tributary/shared/span.ts';
import type { z } from 'zod';
import type { CopyLook } from './look.ts';

/** Where a copy is looked at, and orders for it are given. */
export type CopyDesk = {
  readonly look: () => Promise<CopyLook>;
  readonly order: (order: z.infer<typeof copyOrder>) => Promise<void>;
};

/** Has a copy that was set aside tried again; gives what to say of it. */
export async function retryCopy(desk: CopyDesk, flags: string, now: number): Promise<string> {
  const { target, state } = await desk.look();
  const { name } = target;
  if (state.aside === undefined) {
    const again = state.notBefore > now ? ` It is tried again by itself in ${span(state.notBefore - now)}.` : '';
    return `${name} is not set aside.${again}\n`;
  }
  await desk.order({ retry: name });
  return `${name} was set aside, and is copied again.\nlake jobs ${name}${flags} shows what becomes of it.\n`;
}
