// Read by serverless.yml: what the datasets' `egress` and its parameters come to in the template. A mistake there fails `serverless package`.
const { dirname } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = ({ resolveVariable }) => {
  const { compileSql } = requireTypeScript('../src/compile-sql.ts', __filename);
  const { readEgressSettings } = requireTypeScript('./core/settings.ts', __filename);
  return readEgressSettings(compileSql(dirname(__dirname)).datasets, resolveVariable);
};
