/** Gives the app its settings as environment variables; the returned function puts back what was there before. */
export function setEnvironment(values: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(values)) setOne(name, value);
  return () => {
    for (const [name, value] of before) setOne(name, value);
  };
}

function setOne(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
