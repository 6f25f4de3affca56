import type {
  FrameBoundContext,
  OverContext,
  WindowFrameContext,
  WindowSpecificationContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import {
  BoundedFrameContext,
  CurrentRowBoundContext,
  UnboundedFrameContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { FrameBound, Identifier, WindowFrame, WindowSpecification } from '../ast.ts';
import { part, sortItem } from './pieces.ts';
import { identifier, type Reader, refuse } from './tree.ts';

export function readOver(read: Reader, ctx: OverContext): Identifier | WindowSpecification {
  const specification = ctx.windowSpecification();
  if (specification) return readWindow(read, specification);
  const name = ctx.identifier();
  if (!name) throw refuse(ctx, 'this OVER clause');
  return identifier(name);
}

export function readWindow(read: Reader, ctx: WindowSpecificationContext): WindowSpecification {
  const base = ctx.identifier();
  const frame = ctx.windowFrame();
  return {
    ...(base && { base: identifier(base) }),
    partitionBy: ctx.partitionBy()?.expression().map(read.expression) ?? [],
    orderBy: ctx.sortItem().map((item) => sortItem(read, item)),
    ...(frame && { frame: readFrame(read, frame) }),
  };
}

function readFrame(read: Reader, ctx: WindowFrameContext): WindowFrame {
  if (ctx.KW_MEASURES() || ctx.KW_PATTERN()) throw refuse(ctx, 'row pattern recognition in a window');
  const extent = ctx.frameExtent();
  const bounds = extent.frameBound().map((bound) => readBound(read, bound));
  const end = extent.KW_BETWEEN() ? bounds[1] : undefined;
  return {
    unit: extent.KW_ROWS() ? 'ROWS' : extent.KW_GROUPS() ? 'GROUPS' : 'RANGE',
    start: part(ctx, bounds, 0),
    ...(end && { end }),
  };
}

function readBound(read: Reader, ctx: FrameBoundContext): FrameBound {
  if (ctx instanceof CurrentRowBoundContext) return { kind: 'current row' };
  if (ctx instanceof UnboundedFrameContext) {
    return { kind: ctx.KW_PRECEDING() ? 'unbounded preceding' : 'unbounded following' };
  }
  if (ctx instanceof BoundedFrameContext) {
    return { kind: ctx.KW_PRECEDING() ? 'preceding' : 'following', value: read.expression(ctx.expression()) };
  }
  throw refuse(ctx, 'this frame bound');
}
