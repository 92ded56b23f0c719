import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { z } from "zod";

const Lock = z.object({
  name: z.string(),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
type Lock = z.infer<typeof Lock>;

/** Licences under which what ships may be handed on with only their texts. */
const ALLOWED: ReadonlySet<string> = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "Unlicense",
]);

export type Shipped = Readonly<{
  /** What lies in package-lock.json. */
  lock: unknown;
  version: string;
  /** Files that went into what ships, from the folder of package.json on. */
  files: readonly string[];
  /** What a package says in its own package.json, where the lock knows no licence. */
  licenseOf(folder: string): string | undefined;
}>;

/** CycloneDX for the packages of which anything ships, as JSON that is the same for the same input. Throws for a licence that is not on the list. */
export function billOfMaterials({ lock, version, files, licenseOf }: Shipped): string {
  const { name, packages } = Lock.parse(lock);
  const bom = new Models.Bom();
  const app = new Models.Component(Enums.ComponentType.Application, name, { version, bomRef: `${name}@${version}` });
  app.licenses.add(new Models.SpdxLicense("MIT"));
  bom.metadata.component = app;
  const folders = [...new Set(files.flatMap(packageFolder))].toSorted();
  const components = new Map(folders.map((folder) => [folder, componentOf(folder, packages[folder], licenseOf)]));
  for (const [folder, component] of components) {
    bom.components.add(component);
    for (const needed of Object.keys(packages[folder]?.dependencies ?? {})) {
      const found = components.get(resolved(folder, needed, components));
      if (found) component.dependencies.add(found.bomRef);
    }
    if (Object.hasOwn(packages[""]?.dependencies ?? {}, nameOf(folder))) app.dependencies.add(component.bomRef);
  }
  return new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bom, { sortLists: true, space: 1 });
}

/** The innermost package that a file belongs to; nothing for a file of our own. */
const packageFolder = (file: string): readonly string[] => {
  const at = file.lastIndexOf("node_modules/");
  if (at < 0) return [];
  const [scope = "", name = ""] = file.slice(at + "node_modules/".length).split("/");
  return [`${file.slice(0, at)}node_modules/${scope.startsWith("@") ? `${scope}/${name}` : scope}`];
};

const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);

/** Where Node finds a package that another one needs. */
function resolved(folder: string, needed: string, there: ReadonlyMap<string, unknown>): string {
  for (let from = `${folder}/`; from !== ""; from = from.slice(0, Math.max(0, from.lastIndexOf("node_modules/")))) {
    const candidate = `${from}node_modules/${needed}`;
    if (there.has(candidate)) return candidate;
  }
  return `node_modules/${needed}`;
}

function componentOf(folder: string, locked: Lock["packages"][string] | undefined, licenseOf: Shipped["licenseOf"]): Models.Component {
  const name = nameOf(folder);
  if (!locked?.version) throw new Error(`${folder} ships and is not in package-lock.json; run npm install`);
  const license = locked.license ?? licenseOf(folder);
  if (!isAllowed(license)) {
    const says = license === undefined ? "names no licence" : `is under ${license}`;
    throw new Error(
      `${name} ${locked.version} ships and ${says}; allowed are ${[...ALLOWED].join(", ")}. Use another package, or decide and extend the list`,
    );
  }
  const [group, bare] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const component = new Models.Component(Enums.ComponentType.Library, bare ?? name, {
    ...(group !== undefined && { group }),
    ...{ version: locked.version, bomRef: `${folder}@${locked.version}`, purl: `pkg:npm/${name.replace("@", "%40")}@${locked.version}` },
    hashes: new Models.HashDictionary(hashesIn(locked.integrity)),
  });
  component.licenses.add(/[ ()]/.test(license) ? new Models.LicenseExpression(license) : new Models.SpdxLicense(license));
  return component;
}

/** Of a choice one is enough. */
function isAllowed(license: string | undefined): license is string {
  const choices = license?.replace(/^\(|\)$/g, "").split(" OR ") ?? [];
  return choices.some((one) => ALLOWED.has(one.trim()));
}

function hashesIn(integrity = ""): [Enums.HashAlgorithm, string][] {
  const sha512 = /^sha512-([\w+/=]+)/.exec(integrity)?.[1];
  return sha512 === undefined ? [] : [[Enums.HashAlgorithm["SHA-512"], Buffer.from(sha512, "base64").toString("hex")]];
}
