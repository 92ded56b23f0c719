/** A text of PowerShell in single quotes: nothing in it is looked at. */
export const quoted = (text: string): string => `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/g, (quote) => quote + quote)}'`;

export const list = (texts: readonly string[]): string => `@(${texts.map(quoted).join(", ")})`;

/** A hashtable; the values are PowerShell already. */
export const map = (entries: readonly (readonly [string, string])[], between = " "): string =>
  entries.length === 0
    ? "@{}"
    : `@{${between}${entries.map(([name, value]) => `${quoted(name)} = ${value}`).join(between === " " ? "; " : between)}${between}}`;

export const truth = (value: boolean): string => (value ? "$true" : "$false");

/** `Update-AzureRmRecoveryServicesAsrMobilityService` as `Update Mobility Service`. */
export const spoken = (cmdlet: string): string => cmdlet.replace("-AzureRmRecoveryServicesAsr", " ").replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ");
