import { nodeFromNpm } from '@tributary/shared/serverless/native/node-from-npm.ts';

/** Of `runtime` in the services' serverless.yml. */
const lambdaMajor = 24;

/** The Node that functions run by, whatever runs the benchmark. */
export function lambdaNode(): string {
  return nodeFromNpm(lambdaMajor).executable;
}
