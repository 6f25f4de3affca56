import type { Notice } from './notice.ts';

/** Notices of the same key as one, in the order of their keys: the same whatever order they come in. */
export function grouped(notices: readonly Notice[]): readonly Notice[] {
  const groups = new Map<string, Notice>();
  for (const notice of notices) {
    const before = groups.get(notice.key);
    groups.set(notice.key, before === undefined ? notice : joined(before, notice));
  }
  return [...groups.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The words of the earlier, of two at once those that come first in the alphabet. */
function joined(one: Notice, other: Notice): Notice {
  const [first] = [one, other].toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return { ...(first ?? one), count: one.count + other.count, events: one.events + other.events };
}

function orderOf({ since, object = '', wrong }: Notice): string {
  return `${since}#${object}#${wrong}`;
}
