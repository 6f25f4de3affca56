// Read by serverless.yml: the function that tells a chat, where there is one.
module.exports = async ({ resolveVariable }) =>
  (await resolveVariable('self:custom.chat')) === 'on'
    ? resolveVariable('file(notices/functions/notify-chat/function.yml)')
    : {};
