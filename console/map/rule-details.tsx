import type { NodeProps } from './node-props.ts';
import { nameOfArn } from './patterns.ts';

/** What a rule takes, and whom it calls. */
export function RuleDetails({ node, map, hrefOf }: NodeProps) {
  const all = [...map.flow.nodes, ...map.flow.aside];
  return (
    <>
      <h3>Targets</h3>
      <ul class="plain">
        {(node.targets ?? []).map((arn) => {
          const target = all.find((each) => each.arn === arn);
          return (
            <li key={arn}>{target === undefined ? nameOfArn(arn) : <a href={hrefOf(target.id)}>{target.title}</a>}</li>
          );
        })}
      </ul>
      {node.pattern !== undefined && (
        <>
          <h3>Takes events like</h3>
          <pre>{JSON.stringify(JSON.parse(node.pattern), null, 2)}</pre>
        </>
      )}
    </>
  );
}
