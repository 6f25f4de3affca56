import { operation } from '../../../kernel/operation.ts';
import { describeDeclarations } from '../describe.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';
import { requiredCapability } from '../request.ts';
import { parseTemplate } from '../template.ts';
import { readTemplateSource } from '../template-source.ts';
import { validationError } from '../validation-error.ts';

export const getTemplateSummary = (deps: OperationDeps) =>
  operation('cloudformation', 'GetTemplateSummary', {
    permissions: (input) => onStack(deps, 'GetTemplateSummary', input.StackName),
    async handle(input, context) {
      const given = await readTemplateSource(deps.cloud, context.caller, input);
      const body = given ?? deps.store.templates.get(deps.store.get(input.StackName).id);
      if (body === undefined)
        throw validationError('Either Stack Name, Template URL or Template Body must be specified.');
      const template = parseTemplate(body);
      const capability = requiredCapability(template);
      return {
        Description: template.description,
        Parameters: describeDeclarations(template),
        ResourceTypes: [...new Set(Object.values(template.resources).map(({ type }) => type))],
        Capabilities: capability === undefined ? [] : [capability],
        Version: '2010-09-09',
      };
    },
  });
