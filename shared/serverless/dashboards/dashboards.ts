import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Framework, Hooks, Resource } from '../framework.ts';
import { type DeclaredDashboard, type DeclaredOverview, readDashboard, readOverview } from './declared-dashboard.ts';
import { type Naming, serviceName } from './metric-form.ts';
import { namedResources, type Template } from './named-resources.ts';
import { overview } from './overview.ts';
import { queryId, savedQuery } from './queries.ts';
import { isOfFunction, serviceDashboard } from './service-dashboard.ts';
import type { PlacedWidget } from './widget.ts';

/** What a service declares beside its serverless.yml. */
export type Declared = { readonly dashboard?: DeclaredDashboard; readonly overview?: DeclaredOverview };

/** Adds the dashboards and saved queries of a service, once its template is whole. A service without declarations has none. */
export function dashboards(framework: Framework): Hooks {
  return {
    'before:aws:package:finalize:saveServiceState'() {
      const { service, provider, custom } = framework.service;
      const declared = declaredIn(framework.serviceDir);
      if (declared.dashboard === undefined && declared.overview === undefined) return;
      const { prefix = '', ...names } = custom?.names ?? {};
      const stage = framework.getProvider('aws').getStage();
      const naming = { prefix, stage, names, service: serviceName.parse(service.slice(prefix.length + 1)) };
      const template = provider.compiledCloudFormationTemplate;
      Object.assign(template.Resources, dashboardResources(declared, template, naming));
    },
  };
}

function declaredIn(folder: string): Declared {
  const read = <T>(name: string, reader: (text: string, file: string) => T): T | undefined => {
    const file = join(folder, name);
    return existsSync(file) ? reader(readFileSync(file, 'utf8'), name) : undefined;
  };
  const [dashboard, whole] = [read('dashboard.yml', readDashboard), read('overview.yml', readOverview)];
  return { ...(dashboard && { dashboard }), ...(whole && { overview: whole }) };
}

/** The dashboards' resources and those of the saved queries, by logical id. */
export function dashboardResources(
  { dashboard, overview: whole }: Declared,
  template: Template,
  naming: Naming,
): Readonly<Record<string, Resource>> {
  const { prefix, service, stage } = naming;
  const named = namedResources(template);
  const own = named.logGroups.filter(({ name }) => isOfFunction(name)).map(({ id }) => id);
  const saved = (names: readonly string[], folder: string, logGroups: readonly string[]) =>
    names.map((name) => ({ name, folder, logGroups }));
  const ofService = saved(dashboard?.queries ?? [], `${prefix}/${stage}/${service}`, own);
  // Other services' log groups may not be there yet: whoever opens these chooses, or comes by the dashboard, whose links say which.
  const ofStage = saved(whole?.queries ?? [], `${prefix}/${stage}`, []);
  return {
    ...(dashboard && {
      Dashboard: dashboardOf(`${prefix}-${service}-${stage}`, serviceDashboard(dashboard, named, naming)),
    }),
    ...(whole && { Overview: dashboardOf(`${prefix}-${stage}`, overview(whole, named.alarms, naming)) }),
    ...Object.fromEntries(ofService.map((query) => [queryId(query.name), savedQuery(query)])),
    ...Object.fromEntries(ofStage.map((query) => [`Stage${queryId(query.name)}`, savedQuery(query)])),
  };
}

/** Refuses what CloudWatch refuses: over 500 widgets, or a body over a megabyte. */
function dashboardOf(name: string, widgets: readonly PlacedWidget[]): Resource {
  const body = JSON.stringify({ start: '-PT12H', periodOverride: 'auto', widgets });
  if (widgets.length > 500 || body.length > 1_000_000)
    throw new Error(
      `the dashboard ${name} has ${widgets.length} widgets and ${body.length} characters: CloudWatch takes 500, and a megabyte`,
    );
  return {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: { DashboardName: name, DashboardBody: { 'Fn::Sub': body } },
  };
}
