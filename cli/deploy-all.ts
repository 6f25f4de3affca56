import { join } from 'node:path';
import { deploy } from './deploy.ts';
import { deployStep } from './deploy-step.ts';
import type { ServiceName } from './service-names.ts';
import { localRegion } from './target.ts';
import type { PatientProgress } from './terminal/patient-progress.ts';

export type DeployAll = {
  readonly endpoint: string;
  /** `<service>.log` for each. */
  readonly logDir: string;
  readonly progress: PatientProgress;
  readonly signal: AbortSignal;
};

/** Deploys services to the local cloud, all at once. Throws the first one's DeployError when all have ended. */
export async function deployAll(
  services: readonly ServiceName[],
  { endpoint, logDir, progress, signal }: DeployAll,
): Promise<void> {
  const startedAt = Date.now();
  const waiting = new Set<string>(services);
  progress.awaits(() =>
    [...waiting].map((service) => `${service}: ${deployStep(join(logDir, `${service}.log`), startedAt)}`).join(', '),
  );
  const tell = () => progress.running(`serverless deploy --stage local: ${[...waiting].join(', ')}`);
  tell();
  const deployed = await Promise.allSettled(
    services.map(async (service) => {
      await deploy(service, { endpoint, region: localRegion, logDir, signal });
      waiting.delete(service);
      progress.done(`${service} deployed (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
      if (waiting.size > 0) tell();
    }),
  );
  const failed = deployed.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
