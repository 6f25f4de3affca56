import type { Stage } from '../jobs/place.ts';
import { serviceNames } from '../service-names.ts';

/** What `<prefix>-<service>-<stage>-<short>` names; undefined for what is of no service, or of another stage. */
export function inStage(
  name: string,
  { prefix, stage }: Stage,
): { readonly service: string; readonly short: string } | undefined {
  for (const service of serviceNames) {
    const beginning = `${prefix}-${service}-${stage}-`;
    if (name.startsWith(beginning) && name.length > beginning.length)
      return { service, short: name.slice(beginning.length) };
  }
  return undefined;
}
