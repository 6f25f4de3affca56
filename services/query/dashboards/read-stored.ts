import { readCompiled } from '@tributary/shared/compiled.ts';
import * as z from 'zod';
import type { Dashboard } from './core/model.ts';
import { storedDashboard } from './core/stored-dashboard.ts';

const compiled = z.object({ reports: z.array(storedDashboard) });

/** The dashboards that are reported, as a bundle in `dashboards/functions/<name>/` has them. */
export function readStored(moduleUrl: string): readonly Dashboard[] {
  return readCompiled(new URL('../../../src/', moduleUrl).href, compiled).reports;
}
