import { view } from '@tributary/shared/views/view.ts';
import * as z from 'zod';
import { dataset } from './dataset.ts';

/** What this service declares in `datasets/` and `views/`, as its bundles read it. */
export const compiled = z.object({ datasets: z.array(dataset), views: z.array(view) });
export type Compiled = z.infer<typeof compiled>;

/** Two files declare the same table or view. */
class TwiceError extends Error {
  override readonly name = 'TwiceError';
}

/** Throws TwiceError where a name stands for two things. */
export function checkNames({ datasets, views }: Compiled): Compiled {
  const names = [...datasets.map(({ table }) => table), ...views.map(({ view: name }) => name)];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new TwiceError(`${twice} is declared twice in datasets/ and views/: rename one of them`);
  return { datasets, views };
}
