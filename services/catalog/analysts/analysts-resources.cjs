// Read by serverless.yml: what analysts need; nothing where nobody may be one (parameter analysts).
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { analystsResources } = requireTypeScript('./core/analysts-resources.ts', __filename);
  const { readPrincipals } = requireTypeScript('./core/settings.ts', __filename);
  const name = (id) => resolveVariable(`self:custom.names.${id}`);
  const principals = await readPrincipals((id) => resolveVariable(`param:${id}`));
  if (principals.length === 0) return { Resources: {} };
  const stage = await resolveVariable('sls:stage');
  const functions = await resolveVariable('self:functions');
  return {
    Resources: analystsResources({
      principals,
      service: `${await resolveVariable('self:service')}-${stage}`,
      region: await resolveVariable('self:provider.region'),
      functions: functions.flatMap((each) => Object.keys(each)),
      tagKey: `${await name('prefix')}-${stage}-sensitive`,
      names: {
        athenaBucket: await name('athenaBucket'),
        lakeDatabase: await name('lakeDatabase'),
        workGroup: await name('analystsWorkGroup'),
      },
    }),
  };
};
