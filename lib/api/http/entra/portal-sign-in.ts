import type { PortalSignIn } from "../../../core/settings/entra-settings.js";

/** The portal's page with how people sign in to it by Microsoft Entra ID; nothing of it is secret. */
export function withSignIn(page: string, { authority, tenantId, clientId, scope }: PortalSignIn): string {
  const told = JSON.stringify({ login: `${authority}/${tenantId}/oauth2/v2.0`, client: clientId, scope });
  return page.replace(PLACE, () => `<meta name="sign-in" content="${told.replace(/[&"<>]/g, (one) => `&#${one.codePointAt(0)};`)}">`);
}

const PLACE = '<meta name="sign-in" content="">';
