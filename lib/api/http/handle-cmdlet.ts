import type { HttpHandler, HttpRequest, HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { type Answer, type Proposal, RETRY_AFTER_SECONDS } from "../cmdlet/answer.js";
import { bindParameters, type Given } from "../cmdlet/bind-parameters.js";
import type { AnyCmdlet } from "../cmdlet/cmdlet.js";
import type { CmdletName } from "../cmdlet/cmdlet-name.js";
import type { FleetSource } from "../cmdlet/context.js";
import { switchParameter } from "../cmdlet/parameter.js";
import { slim } from "../cmdlet/slim.js";
import { showTags } from "../inventory/tags.js";
import { fill } from "../objects/output.js";
import { WhatIf } from "../objects/plans/what-if.js";
import { httpHandler } from "./http-handler.js";
import { isNoted, noteCall } from "./note-call.js";
import { EMPTY_BODY_HINT, readGiven } from "./read-given.js";
import { requireScope } from "./require-scope.js";

type Parameters = ReturnType<typeof bindParameters>;
type Came = Awaited<ReturnType<typeof readGiven>>;

/** The HTTP function of a cmdlet. */
export const handleCmdlet = (cmdlet: AnyCmdlet, fleet: FleetSource): HttpHandler =>
  httpHandler(fleet, {
    // What a call would do is only read; whether it does it stands among its parameters.
    scope: cmdlet.supportsShouldProcess ? "reader" : cmdlet.scope,
    readsOnly: cmdlet.readsOnly,
    answer: async (request, context, caller) => {
      const came = await readGiven(request);
      if (!asksWhatIf(came.given)) requireScope(context, caller, cmdlet.scope);
      const { whatIf, ...parameters } = readParameters(cmdlet, came);
      if (!whatIf) requireScope(context, caller, cmdlet.scope);
      const outcome = await cmdlet.run(context, parameters as never, caller); // bound by the sets of this very cmdlet
      if (outcome.kind === "proposal" && whatIf) return { status: 200, jsonBody: await shown(outcome) };
      requireScope(context, caller, cmdlet.scope); // a cmdlet that proposes nothing shows nothing beforehand
      if (isNoted(cmdlet)) await noteCall(context, caller, { operation: cmdlet.name, parameters: withoutSet(parameters) });
      const answer = outcome.kind === "proposal" ? await outcome.perform() : outcome;
      return worded(answer, { name: cmdlet.name, output: cmdlet.output, request, parameters });
    },
  });

const withoutSet = ({ parameterSet: _set, ...parameters }: Parameters): Readonly<Record<string, unknown>> => parameters;

/** Parameters of every cmdlet that changes something. */
export const SHOULD_PROCESS = {
  WhatIf: switchParameter("Shows what would be done, and changes nothing.").optional(),
  Confirm: switchParameter("Accepted as in PowerShell; a call over HTTP is never asked back.").optional(),
};

/** The sets of a cmdlet with what is common to all. */
export const setsOf = ({
  parameterSets,
  supportsShouldProcess,
}: Pick<AnyCmdlet, "parameterSets" | "supportsShouldProcess">): Readonly<Record<string, z.ZodObject>> =>
  supportsShouldProcess
    ? Object.fromEntries(Object.entries(parameterSets).map(([name, set]) => [name, z.object({ ...set.shape, ...SHOULD_PROCESS })]))
    : parameterSets;

/** Before the parameters are bound: who may not do it learns nothing of them. */
const asksWhatIf = (given: Given): boolean => [...given.keys()].some((name) => name.toLowerCase() === "whatif");

function readParameters(cmdlet: AnyCmdlet, { given, emptyBody }: Came): Parameters & { whatIf: boolean } {
  const { WhatIf, Confirm: _never, ...parameters } = bind(cmdlet, given, emptyBody);
  return { ...parameters, whatIf: WhatIf === true };
}

function bind(cmdlet: AnyCmdlet, given: Given, emptyBody: boolean): Parameters {
  try {
    return bindParameters({ sets: setsOf(cmdlet), defaultSet: cmdlet.defaultSet }, given);
  } catch (error) {
    if (!emptyBody || given.size > 0 || !(error instanceof FleetError)) throw error;
    throw new FleetError(error.code, `${error.message}. ${EMPTY_BODY_HINT}`, {
      ...(error.target && { target: error.target }),
      possibleCauses: EMPTY_BODY_HINT,
      cause: error,
    });
  }
}

const shown = async ({ action, target, plan }: Proposal) =>
  fill(WhatIf, {
    WhatIf: true,
    Message: `What if: Performing the operation "${action}" on target "${target}".`,
    Target: target,
    Action: action,
    Plan: await plan?.(),
  });

type Call = Readonly<{ name: CmdletName; output: z.ZodObject; request: HttpRequest; parameters: Parameters }>;

function worded(answer: Answer, call: Call): HttpResponseInit {
  switch (answer.kind) {
    case "object":
      return { status: 200, jsonBody: answer.object };
    case "list":
      return {
        status: 200,
        jsonBody: {
          value: slim(answer.items, Wanted.parse(call.parameters.Property), call.output),
          ...(answer.skipToken !== undefined && { nextLink: nextLink(call, answer.skipToken) }),
          ...(answer.changes && { changeToken: answer.changes.token, complete: answer.changes.complete }),
        },
      };
    case "accepted":
      return {
        status: 202,
        headers: { Location: jobLink(call.request, answer.jobName), "Retry-After": String(RETRY_AFTER_SECONDS) },
        jsonBody: answer.object,
      };
  }
}

/** What bound as the parameter Property. */
const Wanted = z.array(z.string()).optional();

/** The next page, to be fetched with GET as it stands. */
function nextLink({ name, request, parameters }: Call, skipToken: string): string {
  const url = new URL(`/api/${name}`, request.url);
  const { parameterSet: _known, ...given } = parameters;
  const values: Readonly<Record<string, unknown>> = { ...given, SkipToken: skipToken };
  for (const [parameter, value] of Object.entries(values)) {
    if (value !== undefined) url.searchParams.set(parameter, inQuery(value));
  }
  return url.href;
}

/** A value of a parameter as a query gives it. */
function inQuery(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  const tags = Tags.safeParse(value);
  return tags.success ? showTags(tags.data) : String(value);
}

const Tags = z.record(z.string(), z.string());

const GET_JOB: CmdletName = "Get-AzureRmRecoveryServicesAsrJob";

const jobLink = (request: HttpRequest, job: string): string => new URL(`/api/${GET_JOB}?Name=${encodeURIComponent(job)}`, request.url).href;
