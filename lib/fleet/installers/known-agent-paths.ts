import { type AgentPath, type Catalogue, planAgentPath } from "./plan-agent-path.js";

type Known = Readonly<{ holds: Catalogue["holds"]; paths: Map<string, AgentPath> }>;

/** Plans each way once: machines of the same facts have the same one, as long as it is the very same list of installers and holds that is asked. */
export function knownAgentPaths(): typeof planAgentPath {
  const catalogues = new WeakMap<Catalogue["installers"], Known>();
  return (catalogue, wish) => {
    const { paths } = knownOf(catalogues, catalogue);
    const key = JSON.stringify(wish);
    const path = paths.get(key) ?? planAgentPath(catalogue, wish);
    paths.set(key, path);
    return path;
  };
}

function knownOf(catalogues: WeakMap<Catalogue["installers"], Known>, { installers, holds }: Catalogue): Known {
  const known = catalogues.get(installers);
  if (known?.holds === holds) return known;
  const fresh = { holds, paths: new Map<string, AgentPath>() };
  catalogues.set(installers, fresh);
  return fresh;
}
