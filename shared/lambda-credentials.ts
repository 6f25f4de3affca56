import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * In the functions' bundles this is `@aws-sdk/credential-provider-node` (shared/esbuild.yml): Lambda gives credentials in the environment, so
 * SSO, profiles, web identities and the metadata service, 130 kB of each bundle, have nothing to do there.
 */
export const defaultProvider = () => fromEnv();
