import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { createOutbox } from './outbox.ts';
import { sendEmail } from './send-email.ts';

/** SES as far as mails are sent: they lie in `<stateDir>/outbox`. */
export function createSes({ stateDir, clock }: Pick<Cloud, 'stateDir' | 'clock'>): Service {
  const outbox = createOutbox(join(stateDir, 'outbox'), clock.now);
  return { name: 'ses', operations: [sendEmail(outbox)] };
}
