// Read by serverless.yml: what brings the topic's messages to a chat, where there is one.
module.exports = async ({ resolveVariable }) =>
  (await resolveVariable('self:custom.chat')) === 'on'
    ? resolveVariable('file(notices/resources/chat.yml)')
    : { Resources: {} };
