import { randomBytes } from 'node:crypto';
import type { Destination, ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import { notCovered } from '../../kernel/error.ts';
import { invalidArgument, invalidRequest, malformedXml } from './fault.ts';

/**
 * A replication configuration as S3 keeps it, each rule with an id. Throws MalformedXML, InvalidArgument, InvalidRequest, and NotImplemented
 * for what is not replicated here: to several buckets, objects that a KMS key encrypts, changes of replicas.
 */
export function checkReplication({ Role, Rules = [] }: ReplicationConfiguration): ReplicationConfiguration {
  if (Role === undefined || Rules.length === 0 || Rules.length > 1000)
    throw malformedXml('a Role, and between 1 and 1,000 rules');
  if (!/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(Role))
    throw invalidArgument('Invalid Role ARN', 'Role', Role);
  for (const rule of Rules) checkRule(rule);
  const named = Rules.map((rule) => ({ ...rule, ID: rule.ID || randomBytes(36).toString('base64url') }));
  if (new Set(named.map(({ ID }) => ID)).size < named.length)
    throw invalidArgument('Rule Id must be unique. Found same Id for more than one rule', 'ID', undefined);
  const priorities = named.flatMap(({ Priority }) => (Priority === undefined ? [] : [Priority]));
  const twice = priorities.find((priority, at) => priorities.indexOf(priority) !== at);
  if (twice !== undefined) throw invalidRequest(`Found duplicate priority ${twice}.`);
  if (new Set(Rules.map((rule) => rule.Destination?.Bucket)).size > 1)
    throw notCovered('S3 replication to more than one bucket');
  return { Role, Rules: named };
}

function checkRule(rule: ReplicationRule): void {
  const { Status, Destination: destination, Filter } = rule;
  if (Status !== 'Enabled' && Status !== 'Disabled') throw malformedXml('Status is Enabled or Disabled');
  if (!destination?.Bucket) throw malformedXml('a Destination has a Bucket');
  if ((Filter === undefined) === (rule.Prefix === undefined))
    throw malformedXml('a rule has either a Filter or a Prefix');
  if (!/^arn:[\w-]+:s3:::[a-z0-9.-]{3,63}$/.test(destination.Bucket))
    throw invalidArgument('Invalid bucket ARN.', 'Destination.Bucket', destination.Bucket);
  if (Filter !== undefined) checkFiltered(rule);
  refuseUncovered(rule, destination);
  checkOwner(destination);
  checkTimes(destination, Filter !== undefined);
}

function refuseUncovered(rule: ReplicationRule, { EncryptionConfiguration }: Destination): void {
  if (rule.SourceSelectionCriteria !== undefined) throw notCovered("S3 replication's SourceSelectionCriteria");
  if (rule.ExistingObjectReplication !== undefined) throw notCovered("S3 replication's ExistingObjectReplication");
  if (EncryptionConfiguration !== undefined) throw notCovered('S3 replication of what a KMS key encrypts');
}

/** A rule with a Filter is of the second version of the schema, which wants more. */
function checkFiltered(rule: ReplicationRule): void {
  for (const name of ['Priority', 'DeleteMarkerReplication'] as const)
    if (rule[name] === undefined)
      throw invalidRequest(
        `${name} must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.`,
      );
  const byTag = rule.Filter?.Tag !== undefined || (rule.Filter?.And?.Tags ?? []).length > 0;
  if (byTag && rule.DeleteMarkerReplication?.Status === 'Enabled')
    throw invalidRequest('Delete marker replication is not supported if any Tag filter is specified.');
}

function checkOwner({ Account, AccessControlTranslation: translation }: Destination): void {
  if (Account !== undefined && !/^\d{12}$/.test(Account))
    throw invalidArgument('Invalid Account', 'Destination.Account', Account);
  if (translation === undefined) return;
  if (Account === undefined)
    throw invalidRequest('Account must be specified when AccessControlTranslation is specified');
  if (translation.Owner !== 'Destination') throw malformedXml('Owner is Destination');
}

function checkTimes({ Metrics: metrics, ReplicationTime: time }: Destination, isFiltered: boolean): void {
  if ((metrics ?? time) !== undefined && !isFiltered)
    throw invalidRequest('Metrics and ReplicationTime need a rule with a Filter');
  if (time?.Status === 'Enabled' && metrics?.Status !== 'Enabled')
    throw invalidRequest('ReplicationTime needs Metrics that are Enabled');
  for (const minutes of [time?.Time?.Minutes, metrics?.EventThreshold?.Minutes])
    if (minutes !== undefined && minutes !== 15) throw invalidRequest('The only time that S3 takes is 15 minutes');
}
