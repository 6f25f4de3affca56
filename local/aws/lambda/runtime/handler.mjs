import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const extensions = ['.js', '.mjs', '.cjs'];

/** Loads `src/x/handler.handler` from the task root, ES module or CommonJS; throws errors named as the runtime names them. */
export async function loadHandler(root, name) {
  const file = basename(name);
  const dot = file.indexOf('.');
  if (dot < 1) throw named('Runtime.MalformedHandlerName', `Bad handler: ${name}`);
  const modulePath = join(root, dirname(name), file.slice(0, dot));
  const exportPath = file.slice(dot + 1).split('.');
  const module = await load(modulePath, name);
  const handler = find(module, exportPath) ?? find(module.default, exportPath);
  if (handler === undefined) throw named('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw named('Runtime.HandlerNotFound', `${name} is not a function`);
  return handler;
}

async function load(modulePath, name) {
  const file = extensions.map((extension) => modulePath + extension).find(existsSync);
  if (file === undefined)
    throw named('Runtime.ImportModuleError', `Error: Cannot find module '${basename(modulePath)}' (handler ${name})`);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw named('Runtime.UserCodeSyntaxError', error.stack ?? error.message);
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND')
      throw named('Runtime.ImportModuleError', `Error: ${error.message}`);
    throw error;
  }
}

function find(module, path) {
  let value = module;
  for (const part of path) value = value?.[part];
  return value;
}

function named(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}
