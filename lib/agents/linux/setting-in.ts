/** The value of the first line such as `KEY = "value"` that has one, without regard to the case of its key. */
export function settingIn(lines: readonly string[], key: string): string | undefined {
  for (const line of lines) {
    const at = line.indexOf("=");
    if (at < 0 || line.slice(0, at).trim().toLowerCase() !== key.toLowerCase()) continue;
    const value = line
      .slice(at + 1)
      .trim()
      .replace(/^"|"$/g, "")
      .trim();
    if (value !== "" && !value.includes('"')) return value;
  }
  return undefined;
}
