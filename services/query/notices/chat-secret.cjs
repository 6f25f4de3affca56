// Read by serverless.yml: the secret of the chat's webhook, somebody's or the stack's own.
module.exports = async ({ resolveVariable }) => {
  const given = await resolveVariable('param:chatWebhookSecretArn');
  return given === '' ? { Ref: 'ChatSecret' } : given;
};
