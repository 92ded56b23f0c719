import type { HttpRequest } from "@azure/functions";
import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import type { PageRequest } from "../../core/versioned.js";
import { pageRequest, paging } from "../cmdlet/paging.js";
import { bindTo } from "./bind-to.js";
import { type Conditions, parseFilter } from "./filter.js";

/** What stands behind the `?`. */
export type ArmQuery = Readonly<{ apiVersion: string; page: PageRequest; filter: Conditions }>;

/** Reads the query, whatever the order and case of its names. Any api-version will do, none at all is an error. */
export function readQuery(request: Pick<HttpRequest, "query">): ArmQuery {
  const given = new Map([...request.query].map(([name, value]) => [name.toLowerCase(), value]));
  const first = (...names: readonly string[]) => names.map((name) => given.get(name)).find((value) => value !== undefined && value !== "");
  const apiVersion = first("api-version");
  if (apiVersion === undefined)
    throw new FleetError("MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
  const asked = { Top: first("$top", "$take", "taketoken"), SkipToken: first("$skiptoken", "skiptoken") };
  return { apiVersion, page: pageOf(asked), filter: parseFilter(first("$filter") ?? "") };
}

const PAGE = z.object({ $top: paging.Top, $skipToken: paging.SkipToken });

function pageOf({ Top, SkipToken }: Readonly<{ Top: string | undefined; SkipToken: string | undefined }>): PageRequest {
  const asked = Object.entries({ $top: Top, $skipToken: SkipToken });
  const { $top, $skipToken } = bindTo(PAGE, new Map(asked));
  return pageRequest({ Top: $top, SkipToken: $skipToken });
}
