import { type PlacedYaml, readPlacedYaml } from '@tributary/shared/yaml-file.ts';
import { type DashboardFile, dashboard } from './dashboard.ts';

export type PlacedDashboard = PlacedYaml<DashboardFile> & {
  /** `dashboards/integrations.yml` */
  readonly file: string;
  /** The file's, without its ending. */
  readonly name: string;
};

/** Reads a file of `dashboards/`; throws DeclarationError with a line for each mistake: `file:line:column: where: what`. */
export function readDashboard(fileName: string, content: string): PlacedDashboard {
  const file = `dashboards/${fileName}`;
  return { ...readPlacedYaml(file, content, dashboard), file, name: fileName.replace(/\.yml$/, '') };
}
