type Values = Readonly<Record<string, string | undefined>>;

const layers: Values[] = [];
const ground = new Map<string, string | undefined>(); // as it was below the lowest layer

/**
 * Gives the apps of this process these settings as environment variables, over those that were given before.
 * The returned function takes them away again, in whichever order that happens.
 */
export function setEnvironment(values: Values): () => void {
  const layer = { ...values };
  layers.push(layer);
  for (const name of Object.keys(layer)) {
    if (!ground.has(name)) ground.set(name, process.env[name]);
    setOne(name, layer[name]);
  }
  return () => {
    if (!layers.includes(layer)) return;
    layers.splice(layers.indexOf(layer), 1);
    for (const name of Object.keys(layer)) uncover(name);
  };
}

function uncover(name: string): void {
  const next = layers.findLast((layer) => name in layer);
  setOne(name, next ? next[name] : ground.get(name));
  if (!next) ground.delete(name);
}

function setOne(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
