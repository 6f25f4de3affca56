// `params` of a service's serverless.yml: the defaults that its parameters.yml declares.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = () => {
  const { declarationsOf, paramsOf } = requireTypeScript('./parameters/files.ts', __filename);
  return paramsOf(declarationsOf(process.cwd()));
};
