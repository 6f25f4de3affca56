// Read by serverless.yml: the resources that each queue of the parameter brokerQueue has.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { queueResources } = requireTypeScript('./core/queue-resources.ts', __filename);
  const { brokerArn, brokerSecret } = await resolveVariable('self:custom.settings');
  const { queues, vhost } = await resolveVariable('self:custom.broker');
  const name = `${await resolveVariable('self:service')}-${await resolveVariable('sls:stage')}`;
  return { Resources: queueResources(queues.split(','), { brokerArn, brokerSecret, vhost, name }) };
};
