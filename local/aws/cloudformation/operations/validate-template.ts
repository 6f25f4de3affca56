import { operation } from '../../../kernel/operation.ts';
import { describeDeclarations } from '../describe.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';
import { requiredCapability } from '../request.ts';
import { parseTemplate } from '../template.ts';
import { readTemplateSource } from '../template-source.ts';
import { validationError } from '../validation-error.ts';

export const validateTemplate = (deps: OperationDeps) =>
  operation('cloudformation', 'ValidateTemplate', {
    permissions: () => onStack(deps, 'ValidateTemplate'),
    async handle(input, context) {
      const body = await readTemplateSource(deps.cloud, context.caller, input);
      if (body === undefined) throw validationError('Either Template URL or Template Body must be specified.');
      const template = parseTemplate(body);
      const capability = requiredCapability(template);
      return {
        Description: template.description,
        Parameters: describeDeclarations(template).map(({ ParameterKey, DefaultValue, NoEcho, Description }) => ({
          ParameterKey,
          DefaultValue,
          NoEcho,
          Description,
        })),
        Capabilities: capability === undefined ? [] : [capability],
      };
    },
  });
