/** A statement of a role's policy. */
export type Statement = {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: readonly unknown[];
  readonly Condition?: Readonly<Record<string, unknown>>;
};

/** A statement for the resources of those names, texts with variables of CloudFormation; none for no name. */
export function allow(Action: Statement['Action'], names: readonly string[]): readonly Statement[] {
  const Resource = [...new Set(names)].toSorted().map((name) => ({ 'Fn::Sub': name }));
  return Resource.length === 0 ? [] : [{ Effect: 'Allow', Action, Resource }];
}

/** Secrets Manager ends the name by six characters. */
export function secretArn(name: string): string {
  return `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${name}-??????`;
}
