import { hrefOf } from '../app/route.ts';

export function ofAlarm(name: string): string {
  return hrefOf('alarms', [name]);
}

/** A page of the runbook, its commands filled in with what is known of the alarm, or of a table. */
export function ofPage(
  page: string,
  opened: { readonly alarm?: string | undefined; readonly of?: string | undefined },
) {
  return hrefOf('alarms', [], { page, ...opened });
}
