import { AwsError } from '../../kernel/error.ts';

/** What is wrong with a dashboard's body, each with the place as a JSON pointer. */
type Complaint = { readonly DataPath: string; readonly Message: string };

type Fields = Readonly<Record<string, unknown>>;

const gridColumns = 24;
const maxHeight = 1_000;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const maxWidgets = 500;
const types = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom'];

/**
 * Throws DashboardInvalidInputError for a body that CloudWatch does not take.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function checkDashboardBody(body: string): void {
  const dashboard = fieldsOf(parse(body));
  const widgets = dashboard?.widgets;
  if (dashboard === undefined) throw refused([complaint('', 'The dashboard body must be an object')]);
  if (!Array.isArray(widgets)) throw refused([complaint('', 'The field widgets should be an array')]);
  if (widgets.length > maxWidgets)
    throw refused([complaint('/widgets', `Should NOT have more than ${maxWidgets} items`)]);
  const found = widgets.flatMap((widget, at) => checkWidget(fieldsOf(widget), `/widgets/${at}`));
  if (found.length > 0) throw refused(found);
}

const complaint = (DataPath: string, Message: string): Complaint => ({ DataPath, Message });

function refused(messages: readonly Complaint[]): AwsError {
  const [first] = messages;
  return new AwsError(
    'DashboardInvalidInputError',
    `The dashboard body is invalid, there are ${messages.length} validation errors: ${first?.DataPath} ${first?.Message}`,
    400,
    { dashboardValidationMessages: messages },
  );
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError('DashboardInvalidInputError', 'The field DashboardBody must be a valid JSON object', 400, {
      dashboardValidationMessages: [],
    });
  }
}

function checkWidget(widget: Fields | undefined, path: string): Complaint[] {
  if (widget === undefined) return [complaint(path, 'Should be object')];
  const { type, properties } = widget;
  const known = typeof type === 'string' && types.includes(type);
  return [
    ...(known ? [] : [complaint(`${path}/type`, `Should be equal to one of the allowed values: ${types.join(', ')}`)]),
    ...checkPlace(widget, path),
    ...(fieldsOf(properties) === undefined ? [complaint(path, "Should have required property 'properties'")] : []),
    ...(known ? checkProperties(type, fieldsOf(properties) ?? {}, `${path}/properties`) : []),
  ];
}

function checkPlace({ x, y, width, height }: Fields, path: string): Complaint[] {
  const found = [
    ...checkNumber(x, `${path}/x`, [0, gridColumns - 1]),
    ...checkNumber(y, `${path}/y`, [0, Number.MAX_SAFE_INTEGER]),
    ...checkNumber(width, `${path}/width`, [1, gridColumns]),
    ...checkNumber(height, `${path}/height`, [1, maxHeight]),
  ];
  if ((x === undefined) !== (y === undefined)) found.push(complaint(path, 'Should have both x and y, or neither'));
  return found;
}

function checkNumber(value: unknown, path: string, [least, most]: readonly [number, number]): Complaint[] {
  if (value === undefined) return [];
  if (!Number.isInteger(value)) return [complaint(path, 'Should be integer')];
  if (Number(value) < least) return [complaint(path, `Should be >= ${least}`)];
  return Number(value) > most ? [complaint(path, `Should be <= ${most}`)] : [];
}

const required: Readonly<Record<string, readonly string[]>> = {
  text: ['markdown'],
  log: ['query', 'region'],
  alarm: ['alarms'],
  metric: ['region'],
  custom: ['endpoint'],
};

function checkProperties(type: string, properties: Fields, path: string): Complaint[] {
  const missing = (required[type] ?? []).filter((name) => properties[name] === undefined);
  const found = missing.map((name) => complaint(path, `Should have required property '${name}'`));
  if (type !== 'metric') return found;
  const { metrics, annotations } = properties;
  if (metrics === undefined && annotations === undefined)
    found.push(complaint(path, 'Should have required property metrics or annotations'));
  if (metrics !== undefined && !isRows(metrics))
    found.push(complaint(`${path}/metrics`, 'Should be an array of arrays, each with a metric or an expression'));
  return found;
}

const isRows = (metrics: unknown): boolean =>
  Array.isArray(metrics) && metrics.every((row) => Array.isArray(row) && row.length > 0);

function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}
