/** Where people sign in by Microsoft Entra ID: the tenant's addresses, as which application, and for what they get a token. */
export type Way = Readonly<{ login: string; client: string; scope: string }>;

/** As the page says it; undefined where fleet keys alone open the service. */
export function way(): Way | undefined {
  const told = document.querySelector<HTMLMetaElement>("meta[name=sign-in]")?.content ?? "";
  return told === "" ? undefined : (JSON.parse(told) as Way); // the service has written it
}

/** Where the tenant sends people back to; it must know this address. */
export const returnAddress = (): string => `${location.origin}/portal`;
