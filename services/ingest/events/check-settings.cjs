// Read by serverless.yml: what parameters come to in the template. What AWS would refuse of them fails `serverless package` and `serverless deploy`.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = ({ resolveVariable }) => {
  const { readSettings } = requireTypeScript('./core/settings.ts', __filename);
  return readSettings((name) => resolveVariable(`param:${name}`));
};
