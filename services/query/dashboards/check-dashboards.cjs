// Read by serverless.yml: dashboards/, checked, and what they come to in QuickSight where somebody is to look at them there.
const { dirname } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = ({ resolveVariable }) => {
  const { readQuickSight } = requireTypeScript('./read-quicksight.ts', __filename);
  return readQuickSight(dirname(__dirname), resolveVariable);
};
