import { FleetError } from "../../core/errors.js";
import { isSafeUrl } from "./safe-url.js";

/** The address of a webhook. Throws InvalidParameter, without repeating it: it may hold a key. */
export function checkWebhookUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && isSafeUrl(url) && url.username === "" && url.password === "" && url.hash === "") return url;
  throw new FleetError(
    "InvalidParameter",
    `WebhookUrl (${text.length} characters, not repeated here) is no address that alerts can go to; expected https (http on loopback only), without user name and fragment`,
    { target: "WebhookUrl" },
  );
}
