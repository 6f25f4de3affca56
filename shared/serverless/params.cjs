// `params` of a service's serverless.yml: the defaults that its parameters.yml declares, and the values that the stage's file gives.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { declarationsOf, paramsOf } = requireTypeScript('./parameters/files.ts', __filename);
  const { stageFileOf, valuesOf } = requireTypeScript('./stages/files.ts', __filename);
  const stage = await resolveVariable("opt:stage, 'local'");
  const params = paramsOf(declarationsOf(process.cwd()));
  return { ...params, [stage]: { ...params[stage], ...valuesOf(stageFileOf(stage), process.cwd()) } };
};
