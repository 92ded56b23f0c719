import type { ModuleParameter } from "./module-parameter.js";

/** A name and a password also come as one PSCredential, as Get-Credential asks for it: a set of its own has that for the two. */
export function withCredential(parameters: readonly ModuleParameter[]): readonly ModuleParameter[] {
  const pair = ["UserName", "Password"].map((name) => parameters.find((one) => one.name === name));
  const [userName, password] = pair;
  if (!userName || !password?.secret) return parameters;
  const sets = new Map([...userName.sets.keys()].map((set) => [set, set === "Default" ? "Credential" : `${set}Credential`]));
  const also = ({ sets: own }: ModuleParameter) => [...own].flatMap(([set, is]) => [[sets.get(set) ?? set, is] as const]);
  const asked: ModuleParameter = {
    ...{ name: "Credential", type: "System.Management.Automation.PSCredential", aliases: [], kind: "Client" },
    sets: new Map([...sets.values()].map((set) => [set, true])),
    help: "Name and password in one, as Get-Credential asks for them; in place of UserName and Password.",
  };
  return [...parameters.map((one) => (pair.includes(one) ? one : { ...one, sets: new Map([...one.sets, ...also(one)]) })), asked];
}
