/** `*` stands for any characters, `?` for one, in any case: as the service compares names. It goes back to the last star alone, so its time is bounded. */
export function isLike(text: string, pattern: string): boolean {
  const [chars, wanted] = [[...text.toLowerCase()], [...pattern.toLowerCase()]];
  let [at, star, resume] = [0, -1, 0];
  for (let i = 0; i < chars.length; ) {
    if (wanted[at] === "*") [star, resume, at] = [at, i, at + 1];
    else if (wanted[at] === "?" || wanted[at] === chars[i]) [i, at] = [i + 1, at + 1];
    else if (star < 0) return false;
    else [resume, i, at] = [resume + 1, resume + 1, star + 1];
  }
  return wanted.slice(at).every((char) => char === "*");
}
