// Where a thread of a service begins: its argument is the address of a TypeScript module.
import { register } from 'tsx/esm/api';

register();
await import(process.argv.at(-1));
