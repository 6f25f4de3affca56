// `region` of provider.yml where no --region is given: the one that the stage's file names.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = async ({ resolveVariable }) => {
  const { stageFileOf } = requireTypeScript('./stages/files.ts', __filename);
  return stageFileOf(await resolveVariable("opt:stage, 'local'"))?.region ?? 'eu-west-1';
};
