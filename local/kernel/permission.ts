/** One permission a call needs: an IAM action on a resource ARN, with the condition keys that the request supplies. */
export type Permission = {
  readonly action: string;
  readonly resource: string;
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
};
