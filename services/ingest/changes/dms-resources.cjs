// Read by serverless.yml: DMS itself, for the sources of changes.yml; nothing where no database is given (parameter dmsHost).
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { readChanges } = requireTypeScript('./core/declaration/read-changes.ts', __filename);
  const { readDmsSettings } = requireTypeScript('./core/dms/settings.ts', __filename);
  const { dmsResources } = requireTypeScript('./core/dms/dms-resources.ts', __filename);
  const settings = await readDmsSettings((name) => resolveVariable(`param:${name}`));
  if (settings === undefined) return { Resources: {} };
  const { sources } = readChanges(readFileSync(join(__dirname, 'changes.yml'), 'utf8'));
  const stage = await resolveVariable('sls:stage');
  const name = `${await resolveVariable('self:service')}-${stage}`;
  const secretName = `${await resolveVariable('self:custom.names.prefix')}/${stage}/dms`;
  return { Resources: dmsResources(sources, settings, { name, secretName }) };
};
