import { HttpRequest, InvocationContext } from "@azure/functions";
import { beforeAll, describe, expect, it } from "vitest";
import { CMDLETS } from "../../functions/cmdlet-list.js";
import { OPERATIONS } from "../../lib/api/arm/operations.js";
import { methodsOf } from "../../lib/api/cmdlet/cmdlet.js";
import { allNames } from "../../lib/api/cmdlet/cmdlet-name.js";
import { createAccessKey } from "../../lib/api/http/access-key-text.js";
import { Scope } from "../../lib/fleet/accounts/access-key.js";
import { memoryFleet } from "../api/call.js";

const VAULT = "subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1";

type Row = Readonly<{ route: string; method: string; path: string; needs: Scope | "nothing" }>;

/** Every way in, from the declarations themselves: a new cmdlet or operation is a new row. */
const ROWS: readonly Row[] = [
  ...CMDLETS.flatMap((cmdlet) =>
    methodsOf(cmdlet).map((method) => ({ route: cmdlet.name, method, path: `api/${cmdlet.name}`, needs: cmdlet.scope })),
  ),
  ...OPERATIONS.map(({ method, path, scope }) => ({
    route: "arm",
    method,
    path: `${VAULT}/${path.replace(/[{}]/g, "")}?api-version=1`,
    needs: scope,
  })),
  ...["GET", "POST", "PUT", "PATCH", "DELETE"].flatMap((method) => [
    { route: "arm", method, path: "subscriptions/none", needs: "reader" as const },
    { route: "arm", method, path: `${VAULT.replace("vault-1", "vault-2")}/replicationFabrics?api-version=1`, needs: "reader" as const },
    { route: "arm-providers", method, path: "providers/Microsoft.RecoveryServices/operations?api-version=1", needs: "reader" as const },
    { route: "zz-unknown-cmdlet", method, path: "api/none", needs: "reader" as const },
  ]),
  { route: "health", method: "GET", path: "api/health", needs: "reader" },
  { route: "api-page", method: "GET", path: "api/docs/none", needs: "nothing" },
  { route: "portal", method: "GET", path: "portal/none", needs: "nothing" },
  { route: "openapi-document", method: "GET", path: "api/openapi.json", needs: "nothing" },
];

const NOBODY = ["none", "unknown", "expired"] as const;
type Who = Scope | (typeof NOBODY)[number];

/** What a caller is answered: let in (whatever then comes of a call that says nothing), not known, or not allowed. */
const expected = (needs: Row["needs"], who: Who): "in" | 401 | 403 => {
  if (needs === "nothing") return "in";
  const scope = Scope.options.find((one) => one === who);
  if (scope === undefined) return 401;
  return Scope.options.indexOf(scope) >= Scope.options.indexOf(needs) ? "in" : 403;
};

describe("every route × every scope", () => {
  let fleet: Awaited<ReturnType<typeof memoryFleet>>;
  let keys: Readonly<Record<Who, string>>;
  beforeAll(async () => {
    fleet = await memoryFleet();
    const expired = await createAccessKey(fleet.context, { scope: "administrator", label: "old", expiresAt: new Date(Date.now() - 1000) });
    keys = { ...fleet.keys, none: "", unknown: `mf_${"0".repeat(16)}_${"a".repeat(43)}`, expired: expired.key.reveal() };
  });

  it("walks every route that there is", () => expect(new Set(ROWS.map(({ route }) => route))).toEqual(new Set(Object.keys(fleet.routes))));

  it("has the scopes from the smallest to the widest", () => expect(Scope.options).toEqual(["reader", "operator", "administrator"]));

  it.each(ROWS.map((row) => [`${row.method} ${row.path.replace(VAULT, "…")}`, row] as const))(
    "%s",
    async (_title, { route, method, path, needs }) => {
      for (const who of [...NOBODY, ...Scope.options]) {
        const url = `http://fleet.example/${path}`;
        const from = { "x-forwarded-for": `10.1.${ROWS.findIndex((row) => row.path === path && row.method === method)}.1` }; // each has its own failed keys
        const headers = { ...from, ...(keys[who] !== "" && { authorization: `Bearer ${keys[who]}` }) };
        const query = Object.fromEntries(new URL(url).searchParams);
        const params = { cmdlet: "none", file: "none" };
        const request = new HttpRequest({ method, url, headers, query, params, ...(method !== "GET" && { body: { string: "{}" } }) });
        const answer = await fleet.routes[route]?.handler(request, new InvocationContext({ functionName: route, logHandler: () => {} }));
        const status = answer && "status" in answer ? (answer.status ?? 200) : 200;
        expect({ who, answer: status === 401 || status === 403 ? status : "in" }).toEqual({ who, answer: expected(needs, who) });
      }
    },
  );

  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    "%s asks for the scope of the cmdlet that does the same",
    (_name, { does, scope }) => {
      const named = /^`([\w-]+)/.exec(does)?.[1];
      const cmdlet = CMDLETS.find(({ name }) => named !== undefined && allNames(name).includes(named));
      expect(scope).toBe(cmdlet?.scope ?? scope);
    },
  );
});
