import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const mostRecipients = 50;

/** The names of the dashboards that are reported, none without a schedule; throws ParameterError for parameters that make no sense together. */
export async function readReportNames(resolve: (address: string) => Promise<unknown>): Promise<readonly string[]> {
  const parameter = async (name: string) => String(await resolve(`param:${name}`));
  checkMail(await parameter('reportMailFrom'), await parameter('reportMailTo'));
  const [schedule, names] = [await parameter('reportSchedule'), await parameter('reportDashboards')];
  return schedule === '' ? [] : [...new Set(listOf(names))];
}

const listOf = (text: string) => (text === '' ? [] : text.split(',').map((each) => each.trim()));

function checkMail(from: string, to: string): void {
  if (to !== '' && from === '')
    throw new ParameterError('reportMailFrom', from, 'the address that SES mails from, as reportMailTo says to whom');
  if (from !== '' && to === '')
    throw new ParameterError('reportMailTo', to, 'addresses, as reportMailFrom says from whom');
  if (listOf(to).length > mostRecipients)
    throw new ParameterError('reportMailTo', to, `${mostRecipients} addresses at most: name a list of your mail's`);
}
