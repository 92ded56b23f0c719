/**
 * The path of a request as the real host's server passes it on: percent-decoded once but for an encoded slash, without dot segments; double
 * slashes stay. Null when it is none (an encoded NUL). The router decodes the values of its parameters once more.
 */
export function requestPath(target: string): string | null {
  const raw = target.replace(/[?#].*$/s, "");
  if (/%00/.test(raw)) return null;
  return withoutDotSegments(decoded(raw));
}

/** Bytes that are no UTF-8 stay as they came. */
const decoded = (raw: string): string => raw.replace(/(?:%[0-9a-f]{2})+/gi, (run) => run.split(/(%2f)/i).map(decodedRun).join(""));

function decodedRun(run: string): string {
  try {
    return /^%2f$/i.test(run) ? run : decodeURIComponent(run);
  } catch {
    return run;
  }
}

/** `/a/./b/../c` is `/a/c`; what climbs above the root stays there. */
function withoutDotSegments(path: string): string {
  const kept: string[] = [];
  const segments = path.split("/").slice(1);
  for (const [index, segment] of segments.entries()) {
    const isDots = segment === "." || segment === "..";
    if (segment === "..") kept.pop();
    if (!isDots) kept.push(segment);
    else if (index === segments.length - 1) kept.push("");
  }
  return `/${kept.join("/")}`;
}

/** The path in a URL: what is percent-encoded already stays, which is why a function that decodes it decodes a second time. */
export const urlPath = (path: string): string =>
  path.replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!$&'()*+,;=:@/]/gu, (part) => (part.length === 3 ? part : encodeURIComponent(part)));
