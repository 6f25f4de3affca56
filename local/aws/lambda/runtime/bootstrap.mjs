// Runs inside a function's own process, under plain node: loads the handler once, then answers one request at a time.
import { listen, send } from './channel.mjs';
import { captureOutput, errorShape } from './console.mjs';
import { loadHandler } from './handler.mjs';
import { keepOwnWarnings, majorOf } from './warnings.mjs';

const env = process.env;
let current;

captureOutput(() => current?.requestId);
keepOwnWarnings(env.AWS_EXECUTION_ENV);
process.on('unhandledRejection', (reason) => {
  const message = reason instanceof Error ? reason.stack : String(reason);
  fatal(
    {
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: String(reason),
      reason: errorShape(reason),
      trace: message?.split('\n') ?? [],
    },
    128,
  );
});
process.on('uncaughtException', (error) => fatal(errorShape(error), 129));

const handler = await start();
const channel = listen((request) => {
  run(request).catch((error) => finish(request, { error: errorShape(error) }));
});
process.on('beforeExit', () => {
  if (current === undefined) return;
  if (current.returned !== undefined) finish(current, current.returned);
  else if (current.byCallback) finish(current, { value: null });
  else
    finish(current, {
      error: {
        errorType: 'Runtime.NodeJsExit',
        errorMessage:
          'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled.',
        trace: [],
      },
    });
});
send({ type: 'ready' });

async function start() {
  try {
    const loaded = await loadHandler(env.LAMBDA_TASK_ROOT, env._HANDLER);
    if (majorOf(env.AWS_EXECUTION_ENV) >= 24 && loaded.length >= 3) {
      const error = new Error(
        'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
          'You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
      );
      error.name = 'Runtime.CallbackHandlerDeprecated';
      throw error;
    }
    return loaded;
  } catch (error) {
    send({ type: 'init-error', error: errorShape(error) });
    process.exit(1);
  }
}

async function run(request) {
  current = request;
  env._X_AMZN_TRACE_ID = request.traceId;
  channel.rest();
  const callback = (error, value) => {
    const answer = error ? { error: errorShape(error) } : { value };
    if (request.waitsForEmptyLoop === false) finish(request, answer);
    else request.returned ??= answer;
  };
  const returned = handler(JSON.parse(request.payload), contextOf(request, callback), callback);
  if (typeof returned?.then === 'function') finish(request, { value: await returned });
  else if (handler.length < 3 && request.returned === undefined) finish(request, { value: returned });
  else request.byCallback = true;
}

function contextOf(request, callback) {
  return {
    get callbackWaitsForEmptyEventLoop() {
      return request.waitsForEmptyLoop !== false;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      request.waitsForEmptyLoop = value;
    },
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: request.invokedFunctionArn,
    awsRequestId: request.requestId,
    clientContext: request.clientContext,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, request.deadline - Date.now()),
    done: callback,
    succeed: (value) => callback(null, value),
    fail: (error) => callback(error ?? new Error('handled')),
  };
}

function finish(request, answer) {
  if (current !== request) return;
  current = undefined;
  channel.wake();
  if (answer.error !== undefined) {
    console.error('Invoke Error ', JSON.stringify(answer.error));
    send({ type: 'error', requestId: request.requestId, error: answer.error });
    return;
  }
  try {
    send({ type: 'result', requestId: request.requestId, payload: JSON.stringify(answer.value) ?? 'null' });
  } catch (error) {
    const message = `Unable to stringify response body: ${error.message}`;
    send({
      type: 'error',
      requestId: request.requestId,
      error: { errorType: 'Runtime.MarshalError', errorMessage: message, trace: [] },
    });
  }
}

function fatal(error, exitCode) {
  console.error('Uncaught Exception ', JSON.stringify(error));
  if (current !== undefined) send({ type: 'error', requestId: current.requestId, error });
  else send({ type: 'init-error', error });
  process.exit(exitCode);
}
