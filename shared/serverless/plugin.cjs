// The framework requires its plugins; this one is written in TypeScript, as everything else is.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = function Tributary(serverless, _options, { log }) {
  const loadAws = () => requireTypeScript('./aws.ts', __filename).aws;
  return requireTypeScript('./plugin.ts', __filename).createPlugin(serverless, log, loadAws);
};
