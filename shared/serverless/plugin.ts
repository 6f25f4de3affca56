import { finishArtifacts } from './bundles/artifacts.ts';
import type { Packaging } from './bundles/packaging.ts';
import { uploadMaps } from './bundles/upload-maps.ts';
import { dashboards } from './dashboards/dashboards.ts';
import type { Framework, Hooks, Log } from './framework.ts';
import { functionAlarms } from './function-alarms.ts';
import { checkInput } from './input.ts';
import { letGo, type RemovalPorts } from './let-go.ts';
import { nameLengths } from './name-lengths.ts';
import { createNativeFiles, nativeArchitecture } from './native/native.ts';
import { type OptInPorts, optIns } from './opt-ins.ts';
import { ownRoles } from './own-roles.ts';
import { shortForms } from './short-forms/short-forms.ts';
import { stageFileOf } from './stages/files.ts';
import { rightAccount } from './stages/place.ts';
import { takeIn } from './take-in.ts';

/** What the lake adds to the Serverless Framework, for each of its services; `loadAws` gives what is done on AWS. */
export function createPlugin(
  framework: Framework & Packaging,
  log: Log,
  loadAws: () => RemovalPorts & OptInPorts,
): { readonly hooks: Hooks } {
  checkInput(framework, process.env);
  const parts = [
    rightAccount(framework, stageFileOf),
    ownRoles(framework),
    shortForms(framework),
    functionAlarms(framework),
    nativeArchitecture(framework),
    finishArtifacts(
      framework,
      createNativeFiles(framework, (message) => log.warning(message)),
    ),
    dashboards(framework),
    nameLengths(framework),
    takeIn(framework, () => loadAws().open(framework)),
    uploadMaps(framework),
    optIns(framework, loadAws),
    letGo(framework, loadAws, log),
  ];
  return { hooks: together(parts) };
}

/** Several parts may have something to do at the same moment: one after the other. */
function together(parts: readonly Hooks[]): Hooks {
  const moments = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries(
    [...moments].map((moment) => [
      moment,
      async () => {
        for (const part of parts) await part[moment]?.();
      },
    ]),
  );
}
