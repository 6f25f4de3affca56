// Read by serverless.yml: what the datasets' `egress` and its parameters come to in the template. A mistake there fails `serverless package`.
const { dirname } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { compileSql } = requireTypeScript('../src/compile-sql.ts', __filename);
  const { egressSettings } = requireTypeScript('./core/settings.ts', __filename);
  return egressSettings(compileSql(dirname(__dirname)).datasets, {
    subnetIds: await resolveVariable('param:egressSubnetIds'),
    securityGroupIds: await resolveVariable('param:egressSecurityGroupIds'),
    otherBucket: await resolveVariable('param:egressBucket'),
    lakeBucket: await resolveVariable('self:custom.names.lakeBucket'),
  });
};
