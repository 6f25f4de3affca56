import type { Cloud } from './cloud.ts';
import type { Service } from './service.ts';

const patienceMs = 20_000;

/** Stops a service; one that has not ended after `withinMs` is named in the log and left behind, so that the cloud ends. */
export async function stopInTime(
  { name, stop }: Pick<Service, 'name' | 'stop'>,
  log: Cloud['log'],
  withinMs = patienceMs,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log('error', `The local ${name} did not end, and is left behind`, { withinMs });
      resolve();
    }, withinMs);
  });
  await Promise.race([stop?.(), late]).finally(() => clearTimeout(timer));
}
