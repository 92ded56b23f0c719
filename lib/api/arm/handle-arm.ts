import type { HttpHandler, HttpRequest } from "@azure/functions";
import { FleetError } from "../../core/errors.js";
import type { FleetSource } from "../cmdlet/context.js";
import type { CodeNames } from "../http/error-answer.js";
import { httpHandler } from "../http/http-handler.js";
import { readBody } from "../http/read-given.js";
import { type Matched, matchOperation, namesOf } from "./match.js";
import { type NotHere, notHere, notHereOutside } from "./not-here.js";
import type { ArmAnswer, ArmCall, Operation } from "./operation.js";
import { OPERATIONS } from "./operations.js";
import { type ArmPath, isSameVault, parseArmPath } from "./path.js";
import { readQuery } from "./query.js";
import { worded } from "./worded.js";

/** The management API of Azure Site Recovery, as far as it is about the Mobility service; docs/arm.md lists its operations. */
export const handleArm = (fleet: FleetSource): HttpHandler =>
  httpHandler(fleet, {
    scope: (request) => found(request)?.operation.scope ?? "reader",
    codes: CODES,
    answer: async (request, context, caller) => {
      const query = readQuery(request);
      const path = parseArmPath(request.url);
      if (!path) throw outside(request);
      if (!isSameVault(path.vault, context.vault)) throw otherVault(path);
      const matched = found(request) ?? refuse(request, path);
      const answer = await run(matched, { request, caller, query, context: { ...context, vault: path.vault } });
      return worded(answer, { request, query, caller });
    },
  });

/** Azure Resource Manager's own words; those of Site Recovery for what is missing below a vault. */
const CODES: CodeNames = {
  Unauthorized: "InvalidAuthenticationToken",
  Forbidden: "AuthorizationFailed",
  VaultNotFound: "ResourceNotFound",
  ResourceNotFound: "NotFound",
  Internal: "InternalServerError",
  StorageUnavailable: "ServiceUnavailable",
};

function found({ method, url }: Pick<HttpRequest, "method" | "url">): Matched | undefined {
  const path = parseArmPath(url);
  return path && matchOperation(OPERATIONS, method, path.segments);
}

type CallOn = Omit<ArmCall, "names" | "properties"> & Readonly<{ request: HttpRequest }>;

const run = ({ operation, names }: Matched, { request, ...asked }: CallOn): Promise<ArmAnswer> =>
  operation.run({ ...asked, names, properties: async () => propertiesOf((await readBody(request)) ?? {}) });

/** Most bodies wrap what they say in `properties`; that of a job export does not. */
function propertiesOf(body: object): ReadonlyMap<string, unknown> {
  const inside = Object.entries(body).find(([name]) => name.toLowerCase() === "properties")?.[1];
  if (inside === undefined || inside === null) return new Map(Object.entries(body));
  if (typeof inside === "object" && !Array.isArray(inside)) return new Map(Object.entries(inside));
  throw new FleetError("InvalidParameter", "The body's properties are expected to be a JSON object", { target: "properties" });
}

/** What a path below the vault is answered that none of our operations takes. */
function refuse({ method }: HttpRequest, { segments }: ArmPath): never {
  const refused = notHere(method, segments);
  if (refused) throw notDone(refused);
  const methods = OPERATIONS.filter(({ path }) => namesOf(path, segments)).map((operation: Operation) => operation.method);
  const shown = segments.join("/").slice(0, 200);
  if (methods.length > 0) throw new FleetError("ResourceNotFound", `${shown} is called with ${methods.join(" or ")}; got ${method}`);
  throw new FleetError("ResourceNotFound", `There is nothing at "${shown}" below the vault`, { recommendedAction: SEE_DOCS });
}

const notDone = ({ what, instead }: NotHere) =>
  new FleetError("NotImplemented", `Mobility Fleet does not do ${what}`, { recommendedAction: instead });

function outside(request: HttpRequest): FleetError {
  const refused = notHereOutside(new URL(request.url).pathname);
  return refused ? notDone(refused) : unknownPath(request);
}

const SEE_DOCS = "docs/arm.md lists every operation; GET /api/openapi.json describes the cmdlets.";

const unknownPath = ({ url }: HttpRequest) =>
  new FleetError(
    "ResourceNotFound",
    `There is nothing at "${new URL(url).pathname.slice(0, 200)}"; expected a path below /subscriptions/{id}/resourceGroups/{name}/providers/Microsoft.RecoveryServices/vaults/{name}`,
    { recommendedAction: SEE_DOCS },
  );

/** The same for every vault but ours: nobody learns from it which others there are. */
const otherVault = ({ vault }: ArmPath) =>
  new FleetError(
    "VaultNotFound",
    `The Resource 'Microsoft.RecoveryServices/vaults/${vault.vaultName.slice(0, 100)}' under resource group '${vault.resourceGroup.slice(0, 100)}' was not found.`,
    { recommendedAction: "Use the subscription, resource group and vault of this installation: every ID that it answers begins with them." },
  );
