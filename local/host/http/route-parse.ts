import { FleetError } from "../../../lib/core/errors.js";
import { type Constraint, constraintOf } from "./route-constraint.js";

export type Parameter = Readonly<{ name: string; optional: boolean; catchAll: boolean; fallback: string | null; constraints: readonly Constraint[] }>;
export type Part = string | Parameter;

/** The segments of a route template, each the literals and parameters that it is made of; throws InvalidSettings. */
export const parseTemplate = (template: string): Part[][] => splitSegments(template).map(parseSegment);

/** Segments split at slashes that are not inside braces. */
function splitSegments(template: string): string[] {
  if (template.startsWith("/") || template.startsWith("~")) throw invalidRoute(template, "it must not begin with / or ~");
  if (template === "") return [];
  const segments = [""];
  for (const token of tokens(template)) {
    if (token === "/") segments.push("");
    else segments.push(`${segments.pop()}${token}`);
  }
  if (segments.at(-1) === "") segments.pop();
  if (segments.includes("")) throw invalidRoute(template, "it must not hold //");
  return segments;
}

function parseSegment(segment: string): Part[] {
  const parts: Part[] = [];
  for (const token of tokens(segment)) {
    const last = parts.at(-1);
    if (token === "?" || token === "}") throw invalidRoute(segment, `it holds "${token}" outside of a parameter`);
    if (token.startsWith("{") && token !== "{{") {
      if (last !== undefined && typeof last !== "string") throw invalidRoute(segment, "two parameters must have text between them");
      parts.push(parseParameter(token.slice(1, -1), segment));
    } else if (typeof last === "string") parts.splice(-1, 1, last + unbrace(token));
    else parts.push(unbrace(token));
  }
  if (parts.length > 1 && parts.some((part) => typeof part !== "string" && part.catchAll)) {
    throw invalidRoute(segment, "a catch-all fills a whole segment");
  }
  return parts;
}

const unbrace = (token: string): string => (token === "{{" || token === "}}" ? token.slice(1) : token);

/** Single characters, escaped braces, and whole parameters with their braces (doubled braces inside belong to them). */
function tokens(text: string): string[] {
  const found = text.match(/\{\{|\}\}|\{(?:[^{}]|\{\{|\}\})*\}(?!\}(?!\}))|[^{]/gs) ?? [];
  if (found.join("") !== text) throw invalidRoute(text, "a brace has no partner");
  return found;
}

function parseParameter(body: string, where: string): Parameter {
  const found = /^(\*{0,2})([^:=?*{}/]+)((?::[^(:=?]+(?:\(.*?\)(?=[:=?]|$))?)*)(?:=(.*?))?(\?)?$/s.exec(
    body.replaceAll("{{", "{").replaceAll("}}", "}"),
  );
  if (!found) throw invalidRoute(where, `"{${body}}" is no parameter`);
  const [, stars = "", name = "", chain = "", fallback, question] = found;
  if (question !== undefined && (stars !== "" || fallback !== undefined)) throw invalidRoute(where, `"{${body}}" is optional already`);
  const constraints = [...chain.matchAll(/:([^(:]+(?:\(.*?\)(?=:|$))?)/gs)].map(([, text = ""]) => constraintOf(text, where));
  return { name, optional: question !== undefined, catchAll: stars !== "", fallback: fallback ?? null, constraints };
}

export const invalidRoute = (template: string, why: string) =>
  new FleetError("InvalidSettings", `route "${template}" is invalid: ${why}. Expected a template such as items/{id:int}/{*rest}`);
