type Conditions = Readonly<Record<string, unknown>>;

/**
 * Whether a condition of a template holds, as far as its text tells: the services' conditions compare parameters of the framework, which stand
 * in the template by their values. What only CloudFormation knows counts as true.
 */
export function conditionHolds(conditions: Conditions, name: string): boolean {
  return holds(conditions[name], conditions);
}

function holds(condition: unknown, conditions: Conditions): boolean {
  if (typeof condition !== 'object' || condition === null) return true;
  const [[name, operands] = ['', undefined]] = Object.entries(condition);
  if (name === 'Condition') return conditionHolds(conditions, String(operands));
  if (!Array.isArray(operands)) return true;
  const evaluate: Readonly<Record<string, () => boolean>> = {
    'Fn::Equals': () => isSame(operands[0], operands[1]),
    'Fn::Not': () => !holds(operands[0], conditions),
    'Fn::And': () => operands.every((each) => holds(each, conditions)),
    'Fn::Or': () => operands.some((each) => holds(each, conditions)),
  };
  return evaluate[name]?.() ?? true;
}

function isSame(one: unknown, other: unknown): boolean {
  return [one, other].some((each) => typeof each === 'object') || String(one) === String(other);
}
