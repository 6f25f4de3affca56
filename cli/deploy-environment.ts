export type DeployPlace = {
  readonly endpoint: string;
  readonly region: string;
  /** Thrown away after the deployment: temporary files, and the home of whoever has none that can be written. */
  readonly scratch: string;
  /** Kept: what the framework compiles once. */
  readonly cacheDir: string;
};

/**
 * The environment of a `serverless deploy` into the local cloud, from the caller's own. It needs nothing of the caller's home, and
 * neither a profile nor a session nor a proxy of the caller's leads it away from the machine.
 */
export function deployEnvironment(
  caller: NodeJS.ProcessEnv,
  { endpoint, region, scratch, cacheDir }: DeployPlace,
): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(caller).filter(([name]) => !leadsAway(name))),
    TMPDIR: scratch,
    HOME: scratch,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // osls waits five seconds between looks at a stack; the local one is done in less.
    SLS_AWS_MONITORING_FREQUENCY: '200',
    // By default in the home: the compiled checks of serverless.yml.
    SLS_SCHEMA_CACHE_BASE_DIR: cacheDir,
    // Each step is a line of the log: `lake up` tells the last.
    SLS_LOG_LEVEL: 'info',
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
  };
}

/** What osls takes a proxy from, loopback or not: it does not know NO_PROXY (lib/aws/config.js). And what Node 24 itself does. */
const proxies = new Set(['proxy', 'http_proxy', 'https_proxy', 'all_proxy', 'node_use_env_proxy']);

function leadsAway(name: string): boolean {
  return name.startsWith('AWS_') || name.startsWith('XDG_') || proxies.has(name.toLowerCase());
}
