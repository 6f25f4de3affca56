// Read by serverless.yml: datasets/ and views/, checked, and the dashboards that are reported. A mistake there fails `serverless package` and `serverless deploy`.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { compileSql } = requireTypeScript('./src/compile-sql.ts', __filename);
  const { readReports } = requireTypeScript('./dashboards/read-reports.ts', __filename);
  return { ...compileSql(__dirname), reports: await readReports(__dirname, resolveVariable) };
};
