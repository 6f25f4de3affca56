// Read by serverless.yml: the tag of sensitive columns; empty where nobody may be an analyst (parameter analysts).
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { readPrincipals } = requireTypeScript('./core/settings.ts', __filename);
  const principals = await readPrincipals((id) => resolveVariable(`param:${id}`));
  if (principals.length === 0) return { key: '' };
  return {
    key: `${await resolveVariable('self:custom.names.prefix')}-${await resolveVariable('sls:stage')}-sensitive`,
  };
};
