/** Time zones by name, with what the clock there is ahead. Pure. */

/** @returns IANA names; the words can be searched in the page's language and by the IANA name */
export function timeZoneChoices(language: string): { value: string; label: string }[] {
  return Intl.supportedValuesOf('timeZone').map((zone) => ({
    value: zone,
    label: `${zone.replaceAll('_', ' ')} (${offsetText(zone, language)})`,
  }));
}

function offsetText(zone: string, language: string): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'shortOffset' });
  return parts.formatToParts(0).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}
