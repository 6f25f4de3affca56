import type { WorkGroup, WorkGroupConfiguration, WorkGroupConfigurationUpdates } from '@aws-sdk/client-athena';
import { notCovered } from '../../kernel/error.ts';
import { invalidRequest } from './error.ts';
import { changedResultSettings, describeResultSettings, readResultSettings } from './result-settings.ts';
import type { StoredWorkGroup } from './store.ts';

/** A work group as GetWorkGroup answers it. */
export function describeWorkGroup(group: StoredWorkGroup): WorkGroup {
  return {
    Name: group.name,
    State: group.state,
    CreationTime: new Date(group.createTime),
    ...(group.description === undefined ? {} : { Description: group.description }),
    Configuration: {
      ResultConfiguration: {
        ...(group.outputLocation === undefined ? {} : { OutputLocation: group.outputLocation }),
        ...describeResultSettings(group.resultSettings ?? {}),
      },
      EnforceWorkGroupConfiguration: group.enforce,
      PublishCloudWatchMetricsEnabled: group.publishMetrics,
      RequesterPaysEnabled: group.requesterPays,
      ...(group.bytesScannedCutoff === undefined ? {} : { BytesScannedCutoffPerQuery: group.bytesScannedCutoff }),
      EngineVersion: describeEngine(group),
      EnableMinimumEncryptionConfiguration: false,
    },
  };
}

export const describeEngine = ({ engineVersion }: StoredWorkGroup) => ({
  SelectedEngineVersion: engineVersion,
  EffectiveEngineVersion: 'Athena engine version 3',
});

type Settings = Omit<StoredWorkGroup, 'name' | 'createTime' | 'state' | 'description'>;

/** Settings of a new work group; AWS enforces them unless told otherwise. */
export function newSettings(configuration: WorkGroupConfiguration = {}): Settings {
  refuseUncovered(configuration);
  return {
    outputLocation: configuration.ResultConfiguration?.OutputLocation,
    enforce: configuration.EnforceWorkGroupConfiguration ?? true,
    publishMetrics: configuration.PublishCloudWatchMetricsEnabled ?? true,
    requesterPays: configuration.RequesterPaysEnabled ?? false,
    bytesScannedCutoff: cutoff(configuration.BytesScannedCutoffPerQuery),
    engineVersion: engine(configuration.EngineVersion?.SelectedEngineVersion),
    resultSettings: readResultSettings(configuration.ResultConfiguration),
  };
}

/** Settings after an update; what it does not name stays. */
export function changedSettings(group: StoredWorkGroup, updates: WorkGroupConfigurationUpdates = {}): Settings {
  refuseUncovered(updates);
  if (updates.ManagedQueryResultsConfigurationUpdates?.Enabled) throw notCovered('managed query results');
  const result = updates.ResultConfigurationUpdates;
  return {
    outputLocation: result?.RemoveOutputLocation ? undefined : (result?.OutputLocation ?? group.outputLocation),
    enforce: updates.EnforceWorkGroupConfiguration ?? group.enforce,
    publishMetrics: updates.PublishCloudWatchMetricsEnabled ?? group.publishMetrics,
    requesterPays: updates.RequesterPaysEnabled ?? group.requesterPays,
    bytesScannedCutoff: updates.RemoveBytesScannedCutoffPerQuery
      ? undefined
      : (cutoff(updates.BytesScannedCutoffPerQuery) ?? group.bytesScannedCutoff),
    engineVersion: engine(updates.EngineVersion?.SelectedEngineVersion ?? group.engineVersion),
    resultSettings: changedResultSettings(group.resultSettings ?? {}, result),
  };
}

/** Members that are for Apache Spark, IAM Identity Center or S3 Access Grants. */
const uncovered = [
  'AdditionalConfiguration',
  'ExecutionRole',
  'MonitoringConfiguration',
  'EngineConfiguration',
  'CustomerContentEncryptionConfiguration',
  'IdentityCenterConfiguration',
  'QueryResultsS3AccessGrantsConfiguration',
] as const;

function refuseUncovered(configuration: WorkGroupConfiguration & WorkGroupConfigurationUpdates): void {
  const found = uncovered.find((member) => configuration[member] !== undefined);
  if (found) throw notCovered(`a work group's ${found}`);
  if (configuration.ManagedQueryResultsConfiguration?.Enabled) throw notCovered('managed query results');
  if (configuration.EnableMinimumEncryptionConfiguration) throw notCovered("a work group's minimum encryption");
}

const minCutoff = 10_000_000;

function cutoff(bytes: number | undefined): number | undefined {
  if (bytes !== undefined && bytes < minCutoff)
    throw invalidRequest(`BytesScannedCutoffPerQuery must be at least ${minCutoff}`);
  return bytes;
}

function engine(version = 'AUTO'): string {
  if (version !== 'AUTO' && version !== 'Athena engine version 3')
    throw invalidRequest(`Engine version ${version} is not supported`);
  return version;
}
