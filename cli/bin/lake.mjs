#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// The README says which versions of Node this runs on; the SDK need not say it at each call.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
register();
const { main } = await import('../main.ts');
await main(process.argv.slice(2));
