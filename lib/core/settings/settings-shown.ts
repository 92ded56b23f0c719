import { Secret } from "../secret.js";
import type { Config } from "./config.js";

/** The settings without a secret, as support needs them. */
export const settingsShown = ({
  storage,
  secrets,
  hostKeyPolicy,
  vault,
  entra,
  timing,
  probeIntervalMs,
  mail,
}: Config): Readonly<Record<string, unknown>> => ({
  storage: "accountName" in storage ? `account ${storage.accountName} by identity` : "by connection string",
  secrets: secrets.kind === "sealed" ? "sealed" : `Key Vault ${secrets.url}`,
  hostKeyPolicy,
  vault,
  entra: entra ?? "off",
  timing,
  probeIntervalMs,
  mail: mail ? `by ${mail.host}:${mail.port}, ${mail.security}` : "none",
});

/** The secrets among the settings: keys of the storage account and of the sealed secrets. */
export function settingsSecrets({ storage, secrets, mail }: Config): readonly Secret[] {
  const keys = "connectionString" in storage ? [...storage.connectionString.matchAll(/(?:AccountKey|SharedAccessSignature)=([^;]+)/gi)] : [];
  const ring = secrets.kind === "sealed" ? secrets.keyRing.split(/[^A-Za-z0-9+/=_-]+/) : [];
  const long = [...keys.map(([, key = ""]) => key), ...ring].filter((key) => key.length >= 16).map((key) => new Secret(key));
  return mail?.password && mail.password.reveal().length >= 8 ? [...long, mail.password] : long;
}
