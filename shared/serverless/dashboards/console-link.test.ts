import { expect, test } from 'vitest';
import { alarmsLink, dashboardLink, insightsLink } from './console-link.ts';

test('a query stands in a link as the console writes it, with nothing in it that would end a link of markdown', () => {
  const text = 'fields @timestamp, @message\n| filter level = "ERROR" and (a like \'b\')';
  const link = insightsLink({ text, logGroups: ['/aws/lambda/one', '/aws/lambda/two'] });
  expect(link).toBe(
    `https://\${AWS::Region}.console.aws.amazon.com/cloudwatch/home?region=\${AWS::Region}#logsV2:logs-insights` +
      '$3FqueryDetail$3D$257E$2528end$257E0$257Estart$257E-3600$257EtimeType$257E$2527RELATIVE$257Eunit$257E$2527seconds$257EeditorString' +
      '$257E$2527fields*20*40timestamp*2C*20*40message*0A*7C*20filter*20level*20*3D*20*22ERROR*22*20and*20*28a*20like*20*27b*27*29' +
      '$257Esource$257E$2528$257E$2527*2Faws*2Flambda*2Fone$257E$2527*2Faws*2Flambda*2Ftwo$2529$2529',
  );
  for (const each of [link, alarmsLink('lake'), dashboardLink('lake-dev')]) expect(each).not.toMatch(/[()\s]/);
});
