/** Connectors whose source is one object, by their types; what CloudFormation calls their properties and operators. */
export const connectors = {
  Amplitude: 'Amplitude',
  CustomConnector: 'CustomConnector',
  Datadog: 'Datadog',
  Dynatrace: 'Dynatrace',
  Googleanalytics: 'GoogleAnalytics',
  Infornexus: 'InforNexus',
  Marketo: 'Marketo',
  Pardot: 'Pardot',
  Salesforce: 'Salesforce',
  Servicenow: 'ServiceNow',
  Singular: 'Singular',
  Slack: 'Slack',
  Trendmicro: 'Trendmicro',
  Veeva: 'Veeva',
  Zendesk: 'Zendesk',
} as const;

export type ConnectorType = keyof typeof connectors;
export const connectorTypes = [
  'Amplitude',
  'CustomConnector',
  'Datadog',
  'Dynatrace',
  'Googleanalytics',
  'Infornexus',
  'Marketo',
  'Pardot',
  'Salesforce',
  'Servicenow',
  'Singular',
  'Slack',
  'Trendmicro',
  'Veeva',
  'Zendesk',
] as const satisfies readonly ConnectorType[];
