import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';

export type QuickSightSettings = {
  /** The user or group of QuickSight that looks at the dashboards, by ARN. */
  readonly principal: string;
  /** Who sees sensitive columns too; without it nobody does. */
  readonly sensitivePrincipal?: string | undefined;
  /** How often data sets are copied to SPICE; `direct`: each look asks Athena. */
  readonly refresh: 'hourly' | 'daily' | 'direct';
};

/** What the parameters say; undefined without a principal, as there is nobody to look at anything then. */
export async function readQuickSightSettings(
  resolve: (address: string) => Promise<unknown>,
): Promise<QuickSightSettings | undefined> {
  const parameter = async (name: string) => String(await resolve(`param:${name}`));
  const principal = await parameter('quickSightPrincipal');
  const sensitive = await parameter('quickSightSensitivePrincipal');
  if (principal === '' && sensitive === '') return undefined;
  if (principal === '')
    throw new ParameterError(
      'quickSightSensitivePrincipal',
      sensitive,
      'quickSightPrincipal as well, who looks at the dashboards',
    );
  const refresh = await parameter('quickSightRefresh');
  return {
    principal,
    sensitivePrincipal: sensitive === '' ? undefined : sensitive,
    refresh: refresh === 'direct' || refresh === 'daily' ? refresh : 'hourly',
  };
}
