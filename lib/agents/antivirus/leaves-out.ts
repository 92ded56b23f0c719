/** Folders that Defender's words for them begin with, where Windows lies on C:. */
const FOLDERS: readonly (readonly [string, string])[] = [
  ["%programfiles(x86)%", "c:\\program files (x86)"],
  ["%programfiles%", "c:\\program files"],
  ["%programdata%", "c:\\programdata"],
  ["%allusersprofile%", "c:\\programdata"],
  ["%systemdrive%", "c:"],
];

/**
 * Does an exclusion of Defender, as somebody wrote it, cover this folder with all below it? It does when it names the folder or one above; `*` stands for
 * the characters of one name, `?` for one of them. One that ends in `\*` means files alone, and covers no folder.
 */
export function leavesOut(exclusion: string, folder: string): boolean {
  const [pattern, path] = [namesOf(exclusion), namesOf(folder)];
  if (pattern.length === 0 || pattern.length > path.length || pattern.at(-1) === "*") return false;
  return pattern.every((name, n) => fits(path[n] ?? "", name));
}

function namesOf(path: string): readonly string[] {
  const lower = path.trim().toLowerCase().replaceAll("/", "\\");
  const [word = "", place = ""] = FOLDERS.find(([begin]) => lower.startsWith(begin)) ?? [];
  return `${place}${lower.slice(word.length)}`.split("\\").filter((name) => name !== "");
}

/** From the left, going back to the last star alone: no text makes it slow. */
function fits(name: string, pattern: string): boolean {
  let [at, wanted, star, from] = [0, 0, -1, 0];
  while (at < name.length) {
    if (wanted < pattern.length && (pattern[wanted] === "?" || (pattern[wanted] !== "*" && pattern[wanted] === name[at]))) {
      at++;
      wanted++;
    } else if (pattern[wanted] === "*") {
      star = wanted++;
      from = at;
    } else if (star >= 0) {
      wanted = star + 1;
      at = ++from;
    } else return false;
  }
  while (pattern[wanted] === "*") wanted++;
  return wanted === pattern.length;
}
