// Read by serverless.yml: the flows that are declared; nothing where there are none. What is wrong in the file fails `serverless package`, with line and reason.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { declaredFlows } = requireTypeScript('./declared-flows.ts', __filename);
  const { flowResources } = requireTypeScript('./core/flow-resources.ts', __filename);
  const service = `${await resolveVariable('self:service')}-${await resolveVariable('sls:stage')}`;
  const flows = declaredFlows(__dirname, await resolveVariable('self:custom.flows'));
  return { Resources: flowResources(flows, { service }) };
};
