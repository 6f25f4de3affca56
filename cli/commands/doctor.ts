import { STSClient } from '@aws-sdk/client-sts';
import { checksOf } from '../doctor/checks.ts';
import { declaredFindings } from '../doctor/declared.ts';
import { examine, type Finding, ok, wrong } from '../doctor/finding.ts';
import { readCaller } from '../doctor/identity.ts';
import { machineFindings } from '../doctor/machine.ts';
import { jsonOfFindings, renderFindings } from '../doctor/render.ts';
import { exitCodeOf, tell } from '../failure.ts';
import { openFilesLake } from '../files/files-lake.ts';
import { type TargetFlags, targetOf } from '../target.ts';
import { write } from '../terminal/output.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes } from '../usage.ts';

export type DoctorFlags = TargetFlags & {
  /** The CRM is asked for a row, which Athena is paid for. */
  readonly query?: true | undefined;
  readonly json?: true | undefined;
};

/** `lake doctor`: whether all is as the lake needs it, on this machine and where it is deployed; ends with 1 where something is wrong. */
export async function doctor(flags: DoctorFlags): Promise<number> {
  const findings = await patiently(flags.json === true, async (progress) => {
    progress.awaits(() => 'AWS to answer');
    try {
      return [
        ...(await machineFindings(process.versions.node)),
        ...(await declaredFindings()),
        ...(await asked(flags)),
      ];
    } finally {
      progress.clear();
    }
  });
  const { stdout } = process;
  await write(stdout, flags.json ? jsonOfFindings(findings, flags.stage) : renderFindings(findings, stdout.isTTY));
  return findings.some(({ state }) => state === 'wrong') ? exitCodes.failed : exitCodes.done;
}

async function asked(flags: DoctorFlags): Promise<readonly Finding[]> {
  const { client } = targetOf(flags);
  const place =
    client.endpoint === undefined ? client.region : `${client.region}, the local cloud at ${client.endpoint}`;
  try {
    const lake = await openFilesLake(flags);
    const caller = await readCaller(new STSClient(client));
    const who = ok('credentials', `${caller.arn}, account ${caller.account}`);
    return [who, ok('region', place), ...(await examine(checksOf(lake, { caller, query: flags.query === true })))];
  } catch (error) {
    if (exitCodeOf(error) === exitCodes.wrong) throw error;
    const [of, mend] =
      client.endpoint === undefined ? ['credentials', 'aws sts get-caller-identity'] : ['local cloud', 'npm start'];
    return [wrong(of, tell(error), mend)];
  }
}
