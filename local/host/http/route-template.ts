import { invalidRoute, type Parameter, type Part, parseTemplate } from "./route-parse.js";

export type RouteValues = Readonly<Record<string, string>>;
export type Route = Readonly<{
  template: string;
  /** The values of the route's parameters, or null when the path is another one. The path has no leading slash and is not decoded. */
  match(path: string): RouteValues | null;
}>;

/** Compiles a route template of ASP.NET: literals, {a} {a?} {a=x} {*rest} {a}-{b}.json and chained constraints. */
export function routeTemplate(template: string): Route {
  const segments = parseTemplate(template);
  const parameters = segments.flat().filter((part): part is Parameter => typeof part !== "string");
  const names = parameters.map(({ name }) => name.toLowerCase());
  if (new Set(names).size !== names.length) throw invalidRoute(template, "a parameter name appears twice");
  const early = segments.slice(0, -1).flat();
  if (early.some((part) => typeof part !== "string" && part.catchAll)) throw invalidRoute(template, "a catch-all parameter must be the last segment");
  const regex = new RegExp(`^${segments.map((segment, index) => segmentPattern(segment, index, segments)).join("")}$`, "is");
  return { template, match: (path) => matchPath(path, regex, parameters) };
}

function matchPath(path: string, regex: RegExp, parameters: readonly Parameter[]): RouteValues | null {
  const trimmed = path.replace(/\/$/, "");
  if (trimmed.startsWith("/") || trimmed.includes("//")) return null;
  const found = regex.exec(trimmed === "" ? "" : `/${trimmed.split("/").map(decodeSegment).join("/")}`);
  if (!found) return null;
  const values: Record<string, string> = {};
  for (const [index, { name, fallback, constraints }] of parameters.entries()) {
    const value = found[index + 1] || fallback;
    if (value === null) continue;
    if (!constraints.every((accepts) => accepts(value))) return null;
    values[name] = value;
  }
  return values;
}

/** Decodes one segment; an encoded slash stays encoded, and what is not valid stays as it came. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment.replace(/%2f/gi, (slash) => `%25${slash.slice(1)}`));
  } catch {
    return segment;
  }
}

function segmentPattern(segment: readonly Part[], index: number, segments: readonly (readonly Part[])[]): string {
  const only = segment.length === 1 ? segment[0] : undefined;
  if (only !== undefined && typeof only !== "string") {
    if (only.catchAll) return "(?:/(.*))?";
    const mayEnd = segments.slice(index).every((rest) => rest.length === 1 && rest.every(canBeAbsent));
    return mayEnd ? "(?:/([^/]+))?" : "/([^/]+)";
  }
  const repeat = segment.some((part) => typeof part !== "string" && part.optional) ? "+?" : "+"; // else the first would take the optional one too
  return `/${segment.map((part, at) => partPattern(part, segment[at + 1], repeat)).join("")}`;
}

const canBeAbsent = (part: Part): boolean => typeof part !== "string" && (part.optional || part.catchAll || part.fallback !== null);

/** Inside a segment an optional parameter may follow a dot, and takes the dot with it. */
function partPattern(part: Part, next: Part | undefined, repeat: string): string {
  const nextOptional = next !== undefined && typeof next !== "string" && next.optional;
  if (typeof part === "string") return nextOptional && part.endsWith(".") ? escapeRegex(part.slice(0, -1)) : escapeRegex(part);
  return part.optional ? "(?:\\.([^/.]+))?" : `([^/]${repeat})`;
}

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
