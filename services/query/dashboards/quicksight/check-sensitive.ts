import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import type { Dashboard } from '../core/model.ts';
import { sensitiveColumn } from '../core/sensitive.ts';
import type { SharedTable } from './data-set.ts';
import type { QuickSightSettings } from './settings.ts';

/** Throws ParameterError for charts of columns that nobody may see. */
export function checkSensitive(
  dashboards: readonly Dashboard[],
  tables: ReadonlyMap<string, SharedTable>,
  { sensitivePrincipal }: QuickSightSettings,
): void {
  if (sensitivePrincipal !== undefined) return;
  for (const { name, sheets } of dashboards)
    for (const chart of sheets.flatMap(({ charts }) => charts)) {
      const column = sensitiveColumn(chart, tables.get(chart.dataset)?.sensitive ?? []);
      if (column !== undefined)
        throw new ParameterError(
          'quickSightSensitivePrincipal',
          '',
          `a user or group, as ${chart.dataset}.${column} is sensitive and the chart ${chart.id} of dashboards/${name}.yml shows it`,
        );
    }
}
