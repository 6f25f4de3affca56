/** The major version of Node that `AWS_Lambda_nodejs24.x` names; 0 where it names none. */
export function majorOf(executionEnvironment) {
  return Number(/nodejs(\d+)/.exec(executionEnvironment ?? '')?.[1] ?? 0);
}

/** What a version of Node says of itself, or the SDK says of a version of Node. */
const ofNode = new Set(['ExperimentalWarning', 'NodeDeprecationWarning']);

/**
 * A function runs here on the Node of the machine, on AWS on that of its runtime. Where these differ, warnings about the version (a
 * feature that is experimental in it, a deprecation that begins with it, the SDK's end of support) are the machine's and not the
 * function's: on AWS there is none. All others are logged at level ERROR, as there.
 */
export function keepOwnWarnings(executionEnvironment) {
  const declared = majorOf(executionEnvironment);
  if (declared === 0 || declared === Number.parseInt(process.versions.node, 10)) return;
  const tellers = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!isOfNode(warning)) for (const tell of tellers) tell.call(process, warning);
  });
}

/** A deprecation of a library's own has no code of Node's. */
function isOfNode({ name, code, message }) {
  if (message.startsWith('NodeVersionSupportWarning')) return true;
  if (name === 'DeprecationWarning') return /^DEP\d{4}$/.test(code ?? '');
  return ofNode.has(name);
}
