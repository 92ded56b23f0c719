import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { HttpHandler } from "@azure/functions";
import type { FleetSource } from "../lib/api/cmdlet/context.js";
import { withSignIn } from "../lib/api/http/entra/portal-sign-in.js";
import { openHandler } from "../lib/api/http/http-handler.js";
import { FleetError } from "../lib/core/errors.js";
import type { PortalSignIn } from "../lib/core/settings/entra-settings.js";

/** GET /portal: the page for operators, from files that the build put beside the app. Every place in it is answered with the page, which reads its own address. */
export const portal = (fleet: FleetSource): HttpHandler =>
  openHandler(async ({ params, headers }) => {
    const [, asset] = /^assets\/(.*)$/s.exec(params.path ?? "") ?? [];
    const file = asset ?? PAGE;
    const type = TYPES.get(file.slice(file.lastIndexOf(".") + 1));
    const folder = FOLDERS.find((one) => existsSync(one));
    if (!folder) throw new FleetError("Internal", "The files of the portal are missing beside the app; build it with npm run build");
    if (type === undefined || !readdirSync(folder).includes(file))
      throw new FleetError("ResourceNotFound", "There is no such file of the portal", { target: file.slice(0, 100) });
    const known = await knownOf(fleet);
    const written = file === PAGE && known.signIn ? withSignIn(await readFile(new URL(file, folder), "utf8"), known.signIn) : undefined;
    const zipped = written === undefined && /\bgzip\b/.test(headers.get("accept-encoding") ?? "");
    return {
      headers: { ...headersFor(known.others), ...cachingOf(file), "Content-Type": type, ...(zipped && { "Content-Encoding": "gzip" }) },
      body: written ?? (await readFile(new URL(zipped ? `${file}.gz` : file, folder))),
    };
  });

const PAGE = "index.html";

const TYPES: ReadonlyMap<string, string> = new Map([
  ["html", "text/html; charset=utf-8"],
  ["js", "text/javascript; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
  ["svg", "image/svg+xml"],
]);

/** Names of assets change with their content; the page names those of its own build. */
const cachingOf = (file: string) => ({ "Cache-Control": file === PAGE ? "no-cache" : "public, max-age=31536000, immutable" });

type Known = Readonly<{ others: readonly string[]; signIn?: PortalSignIn | undefined }>;

/** Where installers are uploaded to and where people sign in: those origins alone are asked beside this service. With wrong settings the page comes all the same. */
async function knownOf(fleet: FleetSource): Promise<Known> {
  try {
    const { uploadOrigin, entra } = await fleet();
    const signIn = entra?.portal;
    return { others: [uploadOrigin, ...(signIn ? [new URL(signIn.authority).origin] : [])], signIn };
  } catch {
    return { others: [] };
  }
}

/** Scripts and styles of our own alone, calls to this service and to where uploads go alone, and no text ever becomes markup or script. */
const headersFor = (others: readonly string[]) => ({
  "Content-Security-Policy": [
    `default-src 'none'; script-src 'self'; style-src 'self'; connect-src ${["'self'", ...others].join(" ")}; img-src 'self' data:; font-src 'self'`,
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  ].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  Vary: "Accept-Encoding",
});

/** Beside the built app, beside the folder of another program that was built with it, or in dist when the sources run. */
const FOLDERS = ["./portal/", "../portal/", "../dist/portal/"].map((folder) => new URL(folder, import.meta.url));
