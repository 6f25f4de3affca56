import { ParserRuleContext } from 'antlr4ng';
import { QueryContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';

/** What there is of a kind in a tree, in its order, without the queries in it. Trees may be deeper than the stack. */
export function found<T extends ParserRuleContext>(
  tree: ParserRuleContext,
  isOf: (tree: ParserRuleContext) => tree is T,
): readonly T[] {
  return nodesOf(tree, (node) => node instanceof QueryContext).filter(isOf);
}

/** The rules of a tree, each before those in it; without those that `isOutside`, and what is in them. */
export function nodesOf(
  tree: ParserRuleContext,
  isOutside: (tree: ParserRuleContext) => boolean = () => false,
): readonly ParserRuleContext[] {
  const nodes: ParserRuleContext[] = [];
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isOutside(node)) continue;
    nodes.push(node);
    const children = (node.children ?? []).filter((child) => child instanceof ParserRuleContext);
    open.push(...children.toReversed());
  }
  return nodes;
}
