import type { RuleState, Tag, Target } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from './event.ts';

export type BusRecord = {
  readonly name: string;
  readonly description?: string;
  readonly created: number;
  readonly modified: number;
  /** The resource policy's JSON text. */
  readonly policy?: string | undefined;
  readonly tags: readonly Tag[];
  /** Settings that are kept and change nothing here. */
  readonly recorded?: Readonly<Record<string, unknown>>;
};

export type RuleRecord = {
  readonly name: string;
  readonly bus: string;
  readonly description?: string;
  readonly eventPattern?: string;
  readonly scheduleExpression?: string;
  readonly roleArn?: string;
  readonly state: RuleState;
  /** From when a rate is counted. */
  readonly since: number;
  readonly targets: readonly Target[];
  readonly tags: readonly Tag[];
};

/** An event on its way to one target, kept until it has arrived or is given up. */
export type Delivery = {
  readonly id: string;
  readonly event: BusEvent;
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly target: Target;
  readonly accepted: number;
  readonly attempts: number;
  readonly due: number;
};

/** Why a delivery was given up although another attempt might have succeeded. */
export type Exhaustion = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
