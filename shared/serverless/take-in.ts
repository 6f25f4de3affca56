import { conditionHolds } from './condition.ts';
import type { Framework, Hooks } from './framework.ts';
import { importSecret } from './import-secret.ts';
import { identified, retained, secretType } from './retained.ts';
import type { Stack } from './stack.ts';

/**
 * A deployment takes in again what a removal has left: before the template goes up, the names of what is retained are written
 * out, the change set says that what exists is to be imported, and a secret, which CloudFormation imports by its ARN alone, is imported by
 * a change set of its own.
 */
export function takeIn(framework: Framework, open: () => Promise<Stack>): Hooks {
  return {
    async 'after:aws:deploy:deploy:createStack'() {
      const { Resources, Conditions = {} } = framework.service.provider.compiledCloudFormationTemplate;
      const stack = await open();
      const deployed = await stack.template();
      const account = await framework.getProvider('aws').getAccountId();
      const own = new Set((await stack.resources()).map(({ id }) => id));
      importExisting(framework);
      for (const [id, resource] of retained(Resources)) {
        Resources[id] = identified(resource, account, deployed.Resources[id]);
        const isWanted = resource.Condition === undefined || conditionHolds(Conditions, resource.Condition);
        if (resource.Type === secretType && isWanted && !own.has(id))
          await importSecret(stack, { id, resource, deployed });
      }
    },
  };
}

/** The framework makes its change sets from these parameters (osls 4.3: plugins/aws/lib/get-create-change-set-params.js). */
function importExisting(framework: Framework): void {
  const makers = framework.pluginManager.plugins.filter((plugin) => plugin.getCreateChangeSetParams !== undefined);
  if (makers.length === 0)
    throw new framework.classes.Error(
      'This version of the Serverless Framework makes its change sets in another way: what a removal has left could not be taken in. Use osls 4.3, as package-lock.json has it.',
      'TRIBUTARY_FRAMEWORK',
    );
  for (const plugin of makers) {
    const make = plugin.getCreateChangeSetParams?.bind(plugin);
    plugin.getCreateChangeSetParams = (...args) => ({ ...make?.(...args), ImportExistingResources: true });
  }
}
