/** Why a message became no event. `reason` is a short name to count by; `detail` says where, and quotes nothing of the message. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  readonly reason: string;

  constructor(reason: string, detail: string) {
    super(detail);
    this.reason = reason;
  }
}
