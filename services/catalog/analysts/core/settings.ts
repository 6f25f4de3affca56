/** What the analysts' resources are made of. Names may hold `${AWS::AccountId}`. */
export type AnalystsSettings = {
  readonly principals: readonly string[];
  /** `<service>-<stage>`, what names begin with. */
  readonly service: string;
  readonly region: string;
  /** The functions that the service has. */
  readonly functions: readonly string[];
  readonly tagKey: string;
  readonly names: { readonly athenaBucket: string; readonly lakeDatabase: string; readonly workGroup: string };
};

/** Who may become an analyst, of the parameter; nobody where it is empty. `parameter` finds one by its name. */
export async function readPrincipals(parameter: (name: string) => Promise<unknown>): Promise<readonly string[]> {
  return String(await parameter('analysts'))
    .split(',')
    .map((principal) => principal.trim())
    .filter((principal) => principal !== '');
}

export type Resources = Readonly<Record<string, object>>;

/** Logical ids. */
export const ids = {
  role: 'AnalystsRole',
  workGroup: 'AnalystsWorkGroup',
  reader: 'LakeReaderRole',
  location: 'LakeLocation',
  tag: 'SensitiveTag',
  tagged: 'LakeDatabaseTag',
} as const;

export const account = { Ref: 'AWS::AccountId' };
export const sub = (text: string) => ({ 'Fn::Sub': text });
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

export function allow(
  actions: readonly string[],
  resources: readonly unknown[],
  conditions?: Readonly<Record<string, object>>,
): object {
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions !== undefined && { Condition: conditions }),
  };
}
