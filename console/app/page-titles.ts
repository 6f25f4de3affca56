/** The pages in the order in which they are offered: their names in the address, and their titles. The first has no name. */
export const pageTitles = [
  ['', 'Map'],
  ['tables', 'Tables'],
  ['objects', 'Objects'],
  ['sql', 'SQL'],
  ['datasets', 'Datasets'],
  ['dashboards', 'Dashboards'],
  ['alarms', 'Alarms'],
  ['try', 'Try a line'],
] as const;
