import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import type { Chart, Dashboard } from '../core/model.ts';
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
      const column = sensitiveColumn(chart, tables);
      if (column !== undefined)
        throw new ParameterError(
          'quickSightSensitivePrincipal',
          '',
          `a user or group, as ${chart.dataset}.${column} is sensitive and the chart ${chart.id} of dashboards/${name}.yml shows it`,
        );
    }
}

function sensitiveColumn({ dataset, groups, values, filters }: Chart, tables: ReadonlyMap<string, SharedTable>) {
  const hidden = new Set(tables.get(dataset)?.sensitive);
  const shown = [...groups, ...values, ...values.flatMap(({ per }) => per ?? []), ...filters];
  return shown.find(({ column }) => hidden.has(column))?.column;
}
