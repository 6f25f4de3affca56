// Read by the raw bucket's policy: what AppFlow may do, where there are flows.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { declaredFlows } = requireTypeScript('./declared-flows.ts', __filename);
  const { bucketStatement } = requireTypeScript('./core/flow-resources.ts', __filename);
  return bucketStatement(declaredFlows(__dirname, await resolveVariable('self:custom.flows')));
};
