import { randomBytes } from 'node:crypto';
import type { ReplicationConfiguration, ReplicationRule } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml } from './fault.ts';

/** A replication configuration as S3 keeps it, each rule with an id. Throws MalformedXML, InvalidArgument, InvalidRequest. */
export function checkReplication({ Role, Rules = [] }: ReplicationConfiguration): ReplicationConfiguration {
  if (Role === undefined || Rules.length === 0 || Rules.length > 1000)
    throw malformedXml('a Role, and between 1 and 1,000 rules');
  for (const rule of Rules) checkRule(rule);
  const named = Rules.map((rule) => ({ ...rule, ID: rule.ID || randomBytes(36).toString('base64url') }));
  if (new Set(named.map(({ ID }) => ID)).size < named.length)
    throw invalidArgument('Rule Id must be unique. Found same Id for more than one rule', 'ID', undefined);
  const priorities = named.flatMap(({ Priority }) => (Priority === undefined ? [] : [Priority]));
  const twice = priorities.find((priority, at) => priorities.indexOf(priority) !== at);
  if (twice !== undefined) throw invalidRequest(`Found duplicate priority ${twice}.`);
  return { Role, Rules: named };
}

function checkRule(rule: ReplicationRule): void {
  const { Status, Destination, Filter, Prefix } = rule;
  if (Status !== 'Enabled' && Status !== 'Disabled') throw malformedXml('Status is Enabled or Disabled');
  if (!Destination?.Bucket) throw malformedXml('a Destination has a Bucket');
  if (Filter !== undefined && Prefix !== undefined) throw malformedXml('a rule has either a Filter or a Prefix');
  if (!/^arn:[\w-]+:s3:::[a-z0-9.-]{3,63}$/.test(Destination.Bucket))
    throw invalidArgument('Invalid bucket ARN.', 'Destination.Bucket', Destination.Bucket);
  if (Filter !== undefined) checkFiltered(rule);
}

/** A rule with a Filter is of the second version of the schema, which wants more. */
function checkFiltered(rule: ReplicationRule): void {
  for (const name of ['Priority', 'DeleteMarkerReplication'] as const)
    if (rule[name] === undefined)
      throw invalidRequest(
        `${name} must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.`,
      );
}
