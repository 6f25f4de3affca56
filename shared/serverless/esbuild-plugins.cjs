// serverless-esbuild requires its plugins; these are written in TypeScript, as everything else is.
const { require: requireTypeScript } = require('tsx/cjs/api');

module.exports = () => requireTypeScript('./bundles/esbuild-plugins.ts', __filename).esbuildPlugins();
