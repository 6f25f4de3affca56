import type { AnyBinlogEvent, BinlogEventByTypeName, BinlogEventTypeName } from '@vlasky/zongji';
import type { LogPosition } from './log-position.ts';

export function isOf<N extends BinlogEventTypeName>(event: AnyBinlogEvent, name: N): event is BinlogEventByTypeName<N> {
  return event.getTypeName() === name;
}

/**
 * Events come in groups: a transaction, or a statement of its own. Keeps where the last whole one ended. MariaDB tells positions of a
 * group's end only.
 */
export function followGroups(start: LogPosition): {
  pass(event: AnyBinlogEvent): void;
  position(): LogPosition;
} {
  let position = start;
  let { gtid } = start;
  let isOpen = false;
  const passOpening = (event: AnyBinlogEvent) => {
    if (isOf(event, 'MariadbGtid')) {
      gtid = event.gtid;
      isOpen = !event.standalone;
    } else if (isOf(event, 'Query') && /^BEGIN$/i.test(event.query)) isOpen = true;
  };
  return {
    position: () => position,
    pass(event) {
      passOpening(event);
      if (isOf(event, 'Rotate')) {
        if (event.binlogName !== position.file) position = { file: event.binlogName, position: event.position, gtid };
      } else if (isEnd(event, isOpen)) {
        isOpen = false;
        position = { ...position, position: event.nextPosition, gtid };
      }
    },
  };
}

/** A statement outside of a transaction (DDL) is a group of its own. */
function isEnd(event: AnyBinlogEvent, isOpen: boolean): boolean {
  if (isOf(event, 'Query')) return !isOpen || /^(COMMIT|ROLLBACK)$/i.test(event.query);
  return isOf(event, 'Xid');
}
