// Read by serverless.yml and the lake bucket: what this account's buckets take from another one, in which ingest runs.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { replicasStatement } = requireTypeScript('../../../shared/serverless/replicas-statement.ts', __filename);
  const { rawBucket } = requireTypeScript('./raw-bucket.ts', __filename);
  const sourceAccount = await resolveVariable('self:custom.sourceAccount');
  const names = await resolveVariable('self:custom.names');
  const nothing = { Ref: 'AWS::NoValue' };
  if (sourceAccount === '')
    return { versioning: nothing, versions: nothing, replicas: nothing, resources: { Resources: {} } };
  const replicas = (bucket) => replicasStatement({ sourceAccount, roleName: names.replicationRole, bucket });
  return {
    versioning: { Status: 'Enabled' },
    // Replicas need versions; what a table rewrites does not
    versions: {
      Id: 'older-versions',
      Status: 'Enabled',
      Prefix: '',
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      ExpiredObjectDeleteMarker: true,
    },
    replicas: replicas('LakeBucket'),
    resources: { Resources: rawBucket(names.rawBucket, replicas('RawBucket')) },
  };
};
