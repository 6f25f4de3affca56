// Read by serverless.yml: what the CRM's parameters come to. What AWS would refuse of them fails `serverless package` and `serverless deploy`.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = ({ resolveVariable }) => {
  const { readSettings } = requireTypeScript('./src/core/settings.ts', __filename);
  return readSettings(resolveVariable);
};
