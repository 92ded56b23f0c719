import { createHash } from "node:crypto";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** What Windows machines of a lab lie on: folders for an overlay, the uppermost first; those in which installers are made; the one with the lab's programs. */
export type WindowsTree = Readonly<{ layers: readonly string[]; tools: readonly string[]; programs: string }>;

/** What a layer is made with. */
export type Making = Readonly<{
  /** Where the layer's files go. */
  folder: string;
  /** The layers below it, the uppermost first. */
  below: readonly string[];
  /** Where other layers lie, by their names. */
  folderOf(name: string): string;
  /** The same with all that the layer stands on. */
  stackOf(name: string): readonly string[];
}>;

/** A part of the tree, made once for each state of its recipe. It stands on others, and may need further ones only while it is made. */
export type Layer = Readonly<{
  name: string;
  /** What it is made of, as anything that JSON can say: when this changes it is made anew. */
  recipe: unknown;
  on: readonly Layer[];
  madeWith?: readonly Layer[];
  make(making: Making): Promise<void>;
}>;

/** Where a layer lies; its name holds a digest of all that it was made of. */
export const layerFolder = (cache: string, layer: Layer): string => join(cache, `${layer.name}-${digestOf(layer)}`);

/** The folders for an overlay: the layer and all that it stands on, the uppermost first. */
export const stackOf = (cache: string, layer: Layer): readonly string[] => [
  ...new Set([layerFolder(cache, layer), ...layer.on.flatMap((below) => stackOf(cache, below))]),
];

/** Whether a layer was made. */
export const isMade = (cache: string, layer: Layer): Promise<boolean> =>
  access(layerFolder(cache, layer)).then(
    () => true,
    () => false,
  );

/** Makes a layer and what it needs, except what is there already. It is made beside its place and then renamed, so that a half-made one never counts. */
export async function makeLayer(cache: string, layer: Layer, tell: (layer: Layer, seconds: number) => void): Promise<void> {
  for (const needed of [...layer.on, ...(layer.madeWith ?? [])]) await makeLayer(cache, needed, tell);
  if (await isMade(cache, layer)) return;
  const begun = performance.now();
  const place = layerFolder(cache, layer);
  const part = `${place}.${process.pid}.part`;
  await mkdir(part, { recursive: true, mode: 0o755 });
  const needed = (name: string): Layer => {
    const found = [...layer.on, ...(layer.madeWith ?? [])].find((each) => each.name === name);
    if (!found) throw new TypeError(`${layer.name} is made without ${name}`);
    return found;
  };
  try {
    await layer.make({
      folder: part,
      below: layer.on.flatMap((below) => stackOf(cache, below)),
      folderOf: (name) => layerFolder(cache, needed(name)),
      stackOf: (name) => stackOf(cache, needed(name)),
    });
    await rename(part, place);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    if (!(await isMade(cache, layer))) throw error; // else another process was first
  }
  tell(layer, (performance.now() - begun) / 1000);
}

function digestOf(layer: Layer): string {
  const below = [...layer.on, ...(layer.madeWith ?? [])].map(digestOf);
  return createHash("sha256")
    .update(JSON.stringify([layer.recipe, below]))
    .digest("hex")
    .slice(0, 16);
}
