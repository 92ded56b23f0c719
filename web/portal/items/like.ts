/** Which texts are like the pattern: `*` stands for any characters, `?` for one, in any case, as the service compares names. Made once, asked for each of very many. */
export function likeness(pattern: string): (text: string) => boolean {
  const wanted = pattern.toLowerCase();
  if (wanted.includes("?")) {
    const chars = [...wanted];
    return (text) => isLike([...text.toLowerCase()], chars);
  }
  const [first = "", ...others] = wanted.split("*");
  const last = others.pop();
  if (last === undefined) return (text) => text.toLowerCase() === wanted;
  return (text) => holds(text.toLowerCase(), { first, between: others, last });
}

type Parts = Readonly<{ first: string; between: readonly string[]; last: string }>;

/** Each part is found behind the one before. */
function holds(text: string, { first, between, last }: Parts): boolean {
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of between) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** It goes back to the last star alone, so its time is bounded. */
function isLike(chars: readonly string[], wanted: readonly string[]): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let i = 0; i < chars.length; ) {
    if (wanted[at] === "*") [star, resume, at] = [at, i, at + 1];
    else if (wanted[at] === "?" || wanted[at] === chars[i]) [i, at] = [i + 1, at + 1];
    else if (star < 0) return false;
    else [resume, i, at] = [resume + 1, resume + 1, star + 1];
  }
  return wanted.slice(at).every((char) => char === "*");
}
