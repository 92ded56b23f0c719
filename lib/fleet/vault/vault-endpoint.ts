import { FleetError } from "../../core/errors.js";
import { isSafeUrl } from "../alerts/safe-url.js";

export const PUBLIC_ENDPOINT = "https://management.azure.com";

/** Azure Resource Manager in Microsoft's clouds: only these are asked with the app's own identity. */
const OF_AZURE: ReadonlySet<string> = new Set([PUBLIC_ENDPOINT, "https://management.usgovcloudapi.net", "https://management.chinacloudapi.cn"]);

export const isOfAzure = ({ origin }: URL): boolean => OF_AZURE.has(origin);

/** A token goes only where TLS keeps it, or to this very machine. Throws InvalidParameter. */
export function checkEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && isSafeUrl(url) && url.username === "" && url.password === "" && url.search === "" && url.hash === "") return url;
  throw new FleetError(
    "InvalidParameter",
    `Endpoint is ${JSON.stringify(text.slice(0, 200))}; expected an address such as ${PUBLIC_ENDPOINT}, with https except on loopback`,
    {
      target: "Endpoint",
    },
  );
}
