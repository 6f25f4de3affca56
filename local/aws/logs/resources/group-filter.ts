import type { Context } from '../../../kernel/operation.ts';
import type { Provisioned, ResourceRequest } from '../../../kernel/resource.ts';

type GroupFilter = { readonly LogGroupName: string; readonly FilterName?: string | undefined };

type Handlers<P> = {
  readonly put: (filterName: string, properties: P, context: Context) => Promise<void>;
  readonly remove: (
    filter: { readonly logGroupName: string; readonly filterName: string },
    context: Context,
  ) => Promise<unknown>;
};

/** The life of a log group's filter in a stack: put again under its name, removed by it. */
export function groupFilter<P extends GroupFilter>({ put, remove }: Handlers<P>) {
  return {
    replaceOn: ['LogGroupName', 'FilterName'],
    async create(properties: P, request: ResourceRequest, context: Context): Promise<Provisioned> {
      const name = properties.FilterName ?? request.generatedName;
      await put(name, properties, context);
      return { physicalId: name, attributes: {} };
    },
    async update(current: Provisioned, properties: P, _request: ResourceRequest, context: Context) {
      await put(current.physicalId, properties, context);
      return current;
    },
    async remove(current: Provisioned, { LogGroupName }: P, context: Context) {
      await remove({ logGroupName: LogGroupName, filterName: current.physicalId }, context);
    },
  };
}
