// Read by serverless.yml and the raw bucket: what is replicated to another account, and what another one may replicate here. Stops packaging
// where the parameters cannot be together.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { readSettings } = requireTypeScript('./core/settings.ts', __filename);
  const { replicationConfiguration } = requireTypeScript('./core/replication-configuration.ts', __filename);
  const { replicationRoles } = requireTypeScript('./core/replication-roles.ts', __filename);
  const { replicationAlarms } = requireTypeScript('./core/replication-alarms.ts', __filename);
  const { lakeBucket } = requireTypeScript('./core/lake-bucket.ts', __filename);
  const { replicasStatement } = requireTypeScript('../../../shared/serverless/replicas-statement.ts', __filename);
  const names = await resolveVariable('self:custom.names');
  const { sourceAccount, ...given } = await resolveVariable('self:custom.accounts');
  const settings = readSettings({
    ...given,
    names: { raw: names.rawBucket, lake: names.lakeBucket, role: names.replicationRole },
    service: await resolveVariable('self:service'),
    stage: await resolveVariable('sls:stage'),
  });
  return {
    rawReplication: replicationConfiguration(settings, 'RawBucket'),
    replicas:
      sourceAccount === ''
        ? { Ref: 'AWS::NoValue' }
        : replicasStatement({ sourceAccount, roleName: names.replicationRole, bucket: 'RawBucket' }),
    resources: {
      Resources:
        settings === undefined
          ? {}
          : { ...lakeBucket(settings), ...replicationRoles(settings), ...replicationAlarms(settings) },
    },
  };
};
