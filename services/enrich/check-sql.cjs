// Read by serverless.yml: enrichments/, checked. A mistake there fails `serverless package` and `serverless deploy`.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = () => {
  const { compileSql } = requireTypeScript('./src/compile-sql.ts', __filename);
  return compileSql(__dirname);
};
