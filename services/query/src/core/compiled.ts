import { view } from '@tributary/shared/views/view.ts';
import * as z from 'zod';
import { dataset } from './dataset.ts';

/** What this service declares in `datasets/` and `views/`, as its bundles read it; those first that others read. */
export const compiled = z.object({ datasets: z.array(dataset), views: z.array(view) });
export type Compiled = z.infer<typeof compiled>;
