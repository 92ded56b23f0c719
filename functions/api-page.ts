import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { HttpHandler, HttpResponseInit } from "@azure/functions";
import { openHandler } from "../lib/api/http/http-handler.js";
import { FleetError } from "../lib/core/errors.js";

/** GET /api/docs: the page that shows openapi.json, from files that the build put beside the app. It asks no other server for anything. */
export const apiPage = (): HttpHandler =>
  openHandler(async ({ params, headers }) => {
    const file = params.file || "index.html";
    const type = TYPES.get(file);
    if (type === undefined) throw new FleetError("ResourceNotFound", "There is no such file of the page /api/docs", { target: file.slice(0, 100) });
    const zipped = /\bgzip\b/.test(headers.get("accept-encoding") ?? "");
    return {
      headers: { ...HEADERS, "Content-Type": type, ...(zipped && { "Content-Encoding": "gzip" }) },
      body: await read(zipped ? `${file}.gz` : file),
    };
  });

/** These files and no others. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ["index.html", "text/html; charset=utf-8"],
  ["page.js", "text/javascript; charset=utf-8"],
  ["page.css", "text/css; charset=utf-8"],
  ["swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
  ["swagger-ui.css", "text/css; charset=utf-8"],
]);

/** Scripts and styles of our own alone, and calls to this service alone: a key that is typed in has nowhere else to go. */
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cache-Control": "max-age=600",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  Vary: "Accept-Encoding",
};

/** Beside the built app, or in dist when the sources run. */
const FOLDERS = ["./api-docs/", "../dist/api-docs/"].map((folder) => new URL(folder, import.meta.url));

async function read(file: string): Promise<NonNullable<HttpResponseInit["body"]>> {
  const folder = FOLDERS.find((one) => existsSync(one));
  if (!folder) throw new FleetError("Internal", "The files of the page are missing beside the app; build it with npm run build");
  return readFile(new URL(file, folder));
}
